#!/usr/bin/env python3
"""Run a command of this project: `./m PROJECT_FOLDER /path [arguments]`, for example `./m . /integrates`."""

import sys

SUPPORTED = ((3, 11), (3, 14))
if not SUPPORTED[0] <= sys.version_info[:2] < SUPPORTED[1]:
    sys.exit(
        f"m: this is Python {sys.version_info[0]}.{sys.version_info[1]}, and 3.11, 3.12 or 3.13 is needed; "
        "name one that you have, such as `python3.12 m . /integrates`."
    )

import fcntl
import hashlib
import json
import os
import platform
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

DEMO_PERSON = "demo@integrates.test"
SCHEMA_SNAPSHOT = "docs/schema.graphql"
GENERATED_PAGES = (
    ("authz.document", "docs/authorization.md"),
    ("db_model.document", "docs/data-model.md"),
    ("vulnerabilities.document", "docs/treatment.md"),
)
BENCHES = "back/test/bench"
ENGINES = "back/engines/main.py"


class Command(NamedTuple):
    """A row of the table: its path, what may follow it, what it does, and the folder without which it does not exist."""

    path: str
    takes: str
    does: str
    run: Callable[[Path, tuple[str, ...]], None]
    needs: str = ""


# ---- running things


def say(text: str) -> None:
    """Tell the person something, apart from what the command itself prints."""
    print(text, file=sys.stderr, flush=True)


def fail(text: str, code: int = 1) -> NoReturn:
    """End with a message."""
    say(f"m: {text}")
    sys.exit(code)


def tool(project: Path, name: str) -> str:
    """Return the path of a program of the virtual environment."""
    return str(project / ".venv" / "bin" / name)


def call(*command: str) -> None:
    """Run a program to its end; the first that fails ends this one with the same exit code."""
    code = subprocess.run(command, check=False).returncode
    if code != 0:
        sys.exit(code if code > 0 else 128 - code)


def become(*command: str) -> NoReturn:
    """Go on as another program, so that signals reach it and its exit code is ours."""
    os.execv(command[0], command)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def refuse_arguments(path: str, arguments: tuple[str, ...]) -> None:
    """End with a message when a command that takes nothing was given something."""
    if arguments:
        fail(f"{path} takes no arguments, and was given: {shlex.join(arguments)}", 2)


# ---- set-up


def fingerprint(project: Path) -> str:
    """Return a hash of all that the virtual environment is made from; its scripts hold its own path, so that counts too."""
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    install = [settings["build-system"], settings["project"], settings["tool"]["hatch"]]
    parts = [str(project), platform.python_version(), json.dumps(install, sort_keys=True)]
    return hashlib.sha256("\0".join(parts).encode() + (project / "constraints.txt").read_bytes()).hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time set up a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def set_up(project: Path) -> None:
    """Make `.venv` anew unless its stamp, written last, says that it was made from what there is now."""
    stamp = project / ".venv" / "stamp"
    wanted = fingerprint(project)
    with locked(project):
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and Path(tool(project, "python")).exists():
            return
        stamp.unlink(missing_ok=True)
        say(f"Setting up .venv with Python {platform.python_version()}; this takes about a minute, once ...")
        install(project)
        fresh = stamp.with_suffix(".new")
        fresh.write_text(wanted, encoding="utf-8")
        fresh.replace(stamp)


def install(project: Path) -> None:
    """Make the virtual environment: first what `constraints.txt` pins, checked by hash, then the project itself, editable."""
    # The interpreter below a virtual environment: this very one may be the `.venv` that is about to be replaced.
    base = getattr(sys, "_base_executable", None) or sys.executable
    pip = (tool(project, "python"), "-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
    for step in (
        (base, "-I", "-m", "venv", "--clear", str(project / ".venv")),
        (*pip, "--require-hashes", "-r", str(project / "constraints.txt")),
        (*pip, "--no-deps", "--no-build-isolation", "-e", str(project)),
    ):
        code = subprocess.run(step, check=False, stdout=sys.stderr).returncode
        if code != 0:
            fail(f"the set-up stopped at `{shlex.join(step)}` with exit code {code}; the lines above say why. The next run starts it over.")


# ---- the commands


def only_set_up(project: Path, arguments: tuple[str, ...]) -> None:
    """Make the virtual environment with the `integrates` command, for who only wants that."""
    refuse_arguments("/integrates/setup", arguments)
    set_up(project)


def serve(project: Path, arguments: tuple[str, ...]) -> None:
    """Start the development server on demo data, and show a token that works on it."""
    refuse_arguments("/integrates", arguments)
    set_up(project)
    integrates = tool(project, "integrates")
    call(integrates, "demo")
    link = output_of(integrates, "link", "--email", DEMO_PERSON, "--admin")
    token = output_of(integrates, "token", "--email", DEMO_PERSON, "--admin", "--name", "local")
    print(f"{link_text(link)}\n{token_text(token)}", flush=True)
    become(integrates, "serve", "--reload")


def output_of(*command: str) -> str:
    """Run a program to its end and return what it prints; when it fails, this one ends with the same exit code."""
    result = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if result.returncode != 0:
        sys.exit(result.returncode)
    return result.stdout.strip()


def link_text(link: str) -> str:
    """Say how to use a sign-in link."""
    return f"Sign in as {DEMO_PERSON}, once and within 15 minutes, as soon as the server answers:\n\n  {link}\n"


def token_text(token: str) -> str:
    """Say how to use a token, with a line to copy."""
    port = os.environ.get("INTEGRATES_PORT", "8001")
    url = os.environ.get("INTEGRATES_PUBLIC_URL", f"http://localhost:{port}").rstrip("/")
    return (
        f"API token of {DEMO_PERSON} (the one of the last start no longer works):\n\n  {token}\n\n"
        "A first query, from another terminal:\n\n"
        f"  curl -s {url}/api -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\\n"
        """    -d '{"query": "{ me { userEmail role } }"}'\n"""
    )


def pytest(project: Path, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs tests, one process per core."""
    return (tool(project, "python"), "-m", "pytest", "-n", str(cores()), *arguments)


def test_all(project: Path, arguments: tuple[str, ...]) -> None:
    """Run every test of this machine; pytest's summary gives each skipped one with its reason, we what is no test."""
    set_up(project)
    code = subprocess.run(pytest(project, "back/test", *arguments), check=False).returncode
    if (project / BENCHES).is_dir():
        print(f"Not run: {BENCHES}, which measures and does not test (./m . /integrates/back/bench).", flush=True)
    print("A skipped test stands above as `SKIPPED` with its reason; without such lines nothing was skipped.", flush=True)
    sys.exit(code)


def test_unit(project: Path, arguments: tuple[str, ...]) -> None:
    """Run the unit tests, all or those that (do not) write to a store."""
    selections = {"changes_db": "changes_db", "not_changes_db": "not changes_db"}
    chosen = arguments[:1] if arguments[:1] and not arguments[0].startswith("-") else ()
    if chosen and chosen[0] not in selections:
        fail(f"unit tests are chosen by {' or '.join(selections)}, not by {chosen[0]}", 2)
    set_up(project)
    marker = ("-m", selections[chosen[0]]) if chosen else ()
    become(*pytest(project, "back/test/unit", *marker, *arguments[len(chosen) :]))


def test_functional(project: Path, arguments: tuple[str, ...]) -> None:
    """Run the functional tests of one operation's folder, or all."""
    root = project / "back/test/functional"
    chosen = arguments[:1] if arguments[:1] and not arguments[0].startswith("-") else ()
    names = sorted(folder.name for folder in root.glob("[!_.]*") if folder.is_dir()) if root.is_dir() else []
    if chosen and chosen[0] not in names:
        fail(f"no functional folder is named {chosen[0]}; there are: {', '.join(names) or 'none yet'}", 2)
    set_up(project)
    become(*pytest(project, str(Path("back/test/functional", *chosen)), *arguments[len(chosen) :]))


def test_engines(project: Path, arguments: tuple[str, ...]) -> None:
    """Run the contract, engines and functional tests on DynamoDB Local and OpenSearch, which are fetched, started and stopped."""
    set_up(project)
    become(tool(project, "python"), ENGINES, "test", "-n", str(cores()), *arguments)


def keep_engines(project: Path, arguments: tuple[str, ...]) -> None:
    """Keep the engines of the distributed store running with demo data, until interrupted."""
    set_up(project)
    become(tool(project, "python"), ENGINES, "db", *arguments)


def bench(project: Path, arguments: tuple[str, ...]) -> None:
    """Run the benchmarks."""
    set_up(project)
    # They fill stores with what the tests make.
    os.environ["PYTHONPATH"] = str(project / "back/test/support")
    become(tool(project, "python"), BENCHES, *arguments)


def lint_modules(project: Path, arguments: tuple[str, ...]) -> None:
    """Run Prospector with Mypy strict on one module of `back/src`, on the tests (`test`), or on everything."""
    names = sorted(folder.name for folder in (project / "back/src").glob("[!_.]*") if folder.is_dir())
    folders = {"test": "back/test", **{name: f"back/src/{name}" for name in names}}
    if arguments and (len(arguments) > 1 or arguments[0] not in folders):
        fail(f"one module is linted at a time; there are: {', '.join(folders)}", 2)
    set_up(project)
    # Mypy is asked for whole trees in one run of its own: Prospector hands it files one folder at a time and drops its notes.
    call(tool(project, "mypy"), folders[arguments[0]] if arguments else "back")
    become(tool(project, "prospector"), folders[arguments[0]] if arguments else "back")


def lint_imports(project: Path, arguments: tuple[str, ...]) -> None:
    """Check the layers."""
    refuse_arguments("/lintPython/imports/integrates", arguments)
    set_up(project)
    become(tool(project, "lint-imports"), "--no-logo")


def format_python(project: Path, arguments: tuple[str, ...]) -> None:
    """Sort imports and format; with `--check`, only tell what would change."""
    if arguments not in {(), ("--check",)}:
        fail("/formatPython/default takes --check or nothing", 2)
    set_up(project)
    ruff = tool(project, "ruff")
    call(ruff, "check", "--quiet", "--select", "I", *(() if arguments else ("--fix",)))
    become(ruff, "format", *arguments)


def lint_schema(project: Path, arguments: tuple[str, ...]) -> None:
    """Compare the schema with its snapshot."""
    refuse_arguments("/integrates/back/lint/schema", arguments)
    set_up(project)
    become(tool(project, "integrates"), "schema", "--check", SCHEMA_SNAPSHOT)


def lint_docs(project: Path, arguments: tuple[str, ...]) -> None:
    """Compare the generated pages with the code."""
    refuse_arguments("/integrates/back/lint/docs", arguments)
    set_up(project)
    for module, page in GENERATED_PAGES:
        call(tool(project, "python"), "-m", module, "--check", page)


def authz_matrix(project: Path, arguments: tuple[str, ...]) -> None:
    """Print the role and action table."""
    set_up(project)
    become(tool(project, "python"), "-m", "authz.document", *arguments)


def pin(project: Path, arguments: tuple[str, ...]) -> None:
    """Resolve the dependencies anew for all Python versions at once."""
    uv = shutil.which("uv")
    if uv is None:
        fail("constraints.txt is made with uv, which is not on the PATH; install it (`pipx install uv`) and run this again.")
    compile_all = ("--universal", "--python-version", "3.11", "--generate-hashes", "--extra", "dev")
    quiet = ("--quiet", "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "./m . /integrates/constraints")
    call(uv, "pip", "compile", *compile_all, *quiet, *arguments, "pyproject.toml", "-o", "constraints.txt")
    set_up(project)


COMMANDS = (
    Command("/integrates", "", "set up, fill the demo organization, print a token, serve with hot reload", serve),
    Command("/integrates/setup", "", "set up and nothing else: .venv/bin/integrates is there then", only_set_up),
    Command("/integrates/back/test", "[pytest options]", "set up, then every test that this machine can run", test_all),
    Command(
        "/integrates/back/test/unit", "[changes_db | not_changes_db]", "unit tests: all, those that write to a store, pure ones", test_unit
    ),
    Command("/integrates/back/test/functional", "[NAME]", "functional tests: all, or those of one folder", test_functional),
    Command(
        "/integrates/back/test/engines",
        "[pytest options]",
        "contract, engines and functional tests on DynamoDB and OpenSearch",
        test_engines,
    ),
    Command("/integrates/db", "[options]", "DynamoDB, OpenSearch, S3 and SQS of this machine with demo data, until Ctrl-C", keep_engines),
    Command("/integrates/back/bench", "[NAME ... | load] [options]", "the benchmarks", bench, needs=BENCHES),
    Command("/integrates/back/lint/schema", "", f"compare the schema with {SCHEMA_SNAPSHOT}", lint_schema),
    Command("/integrates/back/lint/docs", "", "compare the generated pages with the code", lint_docs),
    Command("/integrates/back/authz-matrix", "", "print the role and action table as a document", authz_matrix),
    Command("/integrates/constraints", "[--upgrade]", "make constraints.txt anew from pyproject.toml", pin),
    Command("/lintPython/dirOfModules/integrates", "[/MODULE]", "Prospector and Mypy strict: everything, or one module", lint_modules),
    Command("/lintPython/imports/integrates", "", "the layers", lint_imports),
    Command("/formatPython/default", "[--check]", "sort imports and format", format_python),
)


def usage(commands: tuple[Command, ...]) -> str:
    """List the commands."""
    calls = [f"{command.path}{'' if command.takes.startswith('[/') else ' '}{command.takes}".rstrip() for command in commands]
    width = max(map(len, calls))
    rows = [f"  ./m . {text.ljust(width)}  {command.does}" for text, command in zip(calls, commands, strict=True)]
    return "\n".join(["Commands:", *rows])


def find(commands: tuple[Command, ...], path: str) -> tuple[Command, tuple[str, ...]] | None:
    """Return the command at a path, with the name that ends the path if the command takes one there."""
    for command in commands:
        if path == command.path:
            return command, ()
        if command.takes.startswith("[/") and path.rpartition("/")[0] == command.path:
            return command, (path.rpartition("/")[2],)
    return None


def main(arguments: tuple[str, ...]) -> None:
    """Find the project and the command, and run it in the project's folder."""
    if len(arguments) < 2:
        fail(f"say where the project is and what to do.\n{usage(COMMANDS)}", 2)
    project = Path(arguments[0]).resolve()
    if not (project / "pyproject.toml").is_file():
        fail(f"{arguments[0]} is not the folder of the project (it has no pyproject.toml)", 2)
    commands = tuple(command for command in COMMANDS if (project / command.needs).exists())
    found = find(commands, arguments[1].rstrip("/"))
    if found is None:
        fail(f"there is no {arguments[1]}.\n{usage(commands)}", 2)
    # Another project's modules must not be found before ours.
    os.environ.pop("PYTHONPATH", None)
    os.environ.pop("PYTHONHOME", None)
    os.chdir(project)
    command, names = found
    command.run(project, (*names, *arguments[2:]))


if __name__ == "__main__":
    try:
        main(tuple(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
