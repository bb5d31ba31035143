"""DynamoDB Local: a table engine in memory, which forgets everything when it stops."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_engines.fetching import Artifact, fetch
from local_engines.java import choose_kit, find_kits
from local_engines.processes import HOST, is_open, refuse_taken, running

ARTIFACT = Artifact("dynamodb", "com.amazonaws", "DynamoDBLocal", "2.6.1")
_JAVA = 17
_MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"


@contextmanager
def dynamodb(cache: Path, port: int, *, heap_mb: int = 512) -> Iterator[str]:
    """Run it on a port until the end of the block, and give its address; raises `EngineTrouble`.

    It listens on every interface, as it has no option for that, and takes whatever credentials:
    keep it to machines that nobody else reaches.
    """
    kit = choose_kit(find_kits(os.environ), _JAVA)
    lib = fetch(ARTIFACT, cache, kit, os.environ)
    refuse_taken(port, "DynamoDB Local")
    options = (f"-Xmx{heap_mb}m", "-XX:+UseSerialGC", f"-Djava.library.path={lib}", f"-Dsqlite4java.library.path={lib}")
    command = (kit.program("java"), *options, "-cp", f"{lib}/*", _MAIN)
    with running(
        "DynamoDB Local",
        (*command, "-port", str(port), "-disableTelemetry", "-sharedDb", "-inMemory"),
        cache / "logs" / f"dynamodb-{port}.log",
        lambda: is_open(port),
    ):
        yield f"http://{HOST}:{port}"
