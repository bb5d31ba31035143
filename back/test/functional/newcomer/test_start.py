"""The way in the README from a clone to the gate: its commands are run as they stand, in a fresh clone.

What is not tried is the installation of the pinned packages, which takes a minute and the network: those of this environment are used.
`.ci/run` begins with it on a clean checkout.
"""

import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

TOP = Path(__file__).parents[4]
BASH, GIT = shutil.which("bash"), shutil.which("git")
SECONDS = 120
PORT_IN_README = "localhost:8001"
_SECTION = re.compile(r"^## Start$(.*?)^## ", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(r"^\s+(int_\w\S+)$", re.MULTILINE)

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(BASH is None or shutil.which("curl") is None, reason="the README needs bash and curl"),
    pytest.mark.skipif(GIT is None or not (TOP / ".git").exists(), reason="this is no checkout that could be cloned"),
]


class Server(NamedTuple):
    """What the first command of the README started, and the token that it printed."""

    process: subprocess.Popen[str]
    token: str


def git(*arguments: str, home: Path) -> str:
    """Run git on the checkout, whoever owns it."""
    config = home / "gitconfig"
    config.write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": str(config)}
    command = [str(GIT), "-C", str(TOP), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=SECONDS).stdout


def clone(folder: Path) -> Path:
    """Clone the checkout, and put what is not committed yet beside it, as if it were."""
    fresh = folder / "clone"
    git("clone", "--quiet", str(TOP), str(fresh), home=folder)
    for name in git("ls-files", "-z", "--modified", "--others", "--exclude-standard", home=folder).split("\0"):
        if (TOP / name).is_file():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, fresh / name)
        elif name:
            (fresh / name).unlink(missing_ok=True)
    return fresh


def set_up(fresh: Path) -> None:
    """Make what `m` would: an environment with the installed packages of this one, and the sources of the clone."""
    environment = fresh / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, timeout=SECONDS)
    (packages,) = environment.glob("lib/python*/site-packages")
    paths = (fresh / "back" / "src", sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    (packages / "shared.pth").write_text("".join(f"{path}\n" for path in dict.fromkeys(paths)), encoding="utf-8")
    command = environment / "bin" / "integrates"
    command.write_text(f"#!{environment / 'bin' / 'python'}\nfrom cli.main import main\n\nmain()\n", encoding="utf-8")
    command.chmod(0o755)
    wanted = runpy.run_path(str(fresh / "m"))["fingerprint"](fresh)
    (environment / "stamp").write_text(wanted, encoding="utf-8")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def started(command: str, fresh: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """Run the command that serves, in a terminal of its own, until the end of the block."""
    with (
        (fresh.parent / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            [BASH or "", "-c", command], cwd=fresh, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            printed = ""
            while (found := _TOKEN.search(printed)) is None:
                line = process.stdout.readline()
                assert line, (fresh.parent / "log").read_text(encoding="utf-8")
                printed += line
            yield Server(process, found[1])
        finally:
            # Those that the shell started are in its group.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def run(commands: str, fresh: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run commands in another terminal."""
    command = [BASH or "", "-c", commands]
    return subprocess.run(command, cwd=fresh, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_the_readme_leads_from_a_clone_to_the_gate(tmp_path: Path) -> None:
    fresh = clone(tmp_path)
    set_up(fresh)
    (section,) = _SECTION.findall((fresh / "README.md").read_text(encoding="utf-8"))
    serve, *asks, judge = _BLOCK.findall(section)
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("INTEGRATES_", "PYTHON", "COVERAGE"))},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "INTEGRATES_PORT": str(port),
        "INTEGRATES_LOG_LEVEL": "error",
    }

    with started(serve, fresh, environment) as server:
        url = f"http://localhost:{port}"
        there = {**environment, "TOKEN": server.token, "INTEGRATES_SERVER": url}
        wait = f"until curl --silent --fail --output /dev/null {url}/ready; do sleep 0.1; done"
        run(wait, fresh, there)
        answers = [run(ask.replace(PORT_IN_README, f"localhost:{port}"), fresh, there) for ask in asks]
        judged = run(judge, fresh, there)
        os.killpg(server.process.pid, signal.SIGINT)
        server.process.wait(SECONDS)

    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert f"Integrates answers on http://127.0.0.1:{port}/api" in log
    assert [orjson.loads(answer.stdout)["data"]["me"] for answer in answers if '"me"' in answer.stdout] == [
        {"userEmail": "demo@integrates.test", "role": "admin", "organizations": [{"name": "demo", "userRole": "user_manager"}]}
    ], (answers, log)
    assert judged.returncode == 1, (judged, log)
    lines = judged.stdout.splitlines()
    assert any(line.startswith("created   paramiko/hostkeys.py:301  B101  3.1") for line in lines), judged.stdout
    assert any(line.startswith("30 results: 30 created, ") for line in lines)
    assert any(line.startswith("BROKEN demo: ") for line in lines), judged.stdout
    assert run(f"curl --silent {url}/live", fresh, there).returncode != 0


def test_a_fresh_clone_runs_its_own_sources(tmp_path: Path) -> None:
    fresh = clone(tmp_path)
    set_up(fresh)

    ran = run('.venv/bin/python -c "import cli, db_model; print(cli.__file__, db_model.__file__)"', fresh, os.environ)

    assert ran.stdout.split() == [str(fresh / "back" / "src" / name / "__init__.py") for name in ("cli", "db_model")], ran.stderr
