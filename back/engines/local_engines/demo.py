"""Engines that are kept for a person: everything that the distributed store needs on this machine, with demo data."""

import json
import logging
import os
import shlex
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from moto.server import ThreadedMotoServer

from local_engines.dynamodb import dynamodb
from local_engines.opensearch import opensearch
from local_engines.processes import HOST, refuse_taken
from local_engines.trouble import EngineTrouble

DYNAMODB_PORT, OPENSEARCH_PORT, SERVICES_PORT = 8022, 9200, 8023
_VULNERABILITIES = 100
_NAME = "integrates"
_STOP_SECONDS = 20


def run(cache: Path, arguments: tuple[str, ...]) -> int:
    """Start the engines, make what the service needs, fill the demo, print the settings, and wait to be interrupted."""
    parser = ArgumentParser(prog="./m . /integrates/db", description="Engines for INTEGRATES_STORE=aws, on this machine and in memory.")
    parser.add_argument("--dynamodb-port", type=int, default=DYNAMODB_PORT)
    parser.add_argument("--opensearch-port", type=int, default=OPENSEARCH_PORT)
    parser.add_argument("--services-port", type=int, default=SERVICES_PORT, help="of S3 and SQS")
    parser.add_argument("--vulnerabilities", type=int, default=_VULNERABILITIES, help="how many the demo has")
    chosen = parser.parse_args(arguments)
    with (
        dynamodb(cache, chosen.dynamodb_port) as table,
        opensearch(cache, chosen.opensearch_port) as index,
        services(chosen.services_port) as others,
    ):
        settings = settings_of(table, index, others, keys=output_of({}, "keys"))
        for command in (("table", "create"), ("bucket", "create"), ("queue", "create"), ("index", "create")):
            print(output_of(settings, *command), file=sys.stderr)
        with following(settings):
            print(output_of(settings, "demo", "--vulnerabilities", str(chosen.vulnerabilities)), file=sys.stderr)
        print(text_of(settings), flush=True)
        print("The engines run until Ctrl-C, and forget everything then.", file=sys.stderr)
        signal.pause()
    return 0


@contextmanager
def services(port: int) -> Iterator[str]:
    """Answer as S3 and SQS do, in this process, until the end of the block, and give the address."""
    refuse_taken(port, "what answers as S3 and SQS")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=HOST, port=port, verbose=False)
    server.start()
    try:
        yield f"http://{HOST}:{port}"
    finally:
        server.stop()


def settings_of(table: str, index: str, others: str, *, keys: str) -> Mapping[str, str]:
    """Return the variables that let the service find all engines; the credentials are good for nothing else."""
    return {
        "INTEGRATES_STORE": "aws",
        "INTEGRATES_AWS__REGION": "eu-west-1",
        "INTEGRATES_AWS__DYNAMODB": table,
        "INTEGRATES_AWS__ENDPOINT": others,
        "INTEGRATES_AWS__TABLE": _NAME,
        "INTEGRATES_AWS__BUCKET": _NAME,
        "INTEGRATES_AWS__QUEUE": _NAME,
        "INTEGRATES_SEARCH__URL": index,
        "INTEGRATES_KEYS": json.dumps(json.loads(keys), separators=(",", ":")),
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def text_of(settings: Mapping[str, str]) -> str:
    """Return the lines that a person gives to a shell."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in settings.items())


def output_of(settings: Mapping[str, str], *command: str) -> str:
    """Run a command of the service with these settings and return what it prints; raises `EngineTrouble` when it fails."""
    done = subprocess.run((_program(), *command), env={**os.environ, **settings}, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise EngineTrouble(f"`integrates {shlex.join(command)}` failed; the lines above say why")
    return done.stdout.strip()


@contextmanager
def following(settings: Mapping[str, str]) -> Iterator[None]:
    """Let an indexer follow the table until the end of the block: what the demo imports is done when it can be found."""
    environment = {**os.environ, **settings, "INTEGRATES_LOG_LEVEL": "error"}
    with subprocess.Popen((_program(), "indexer"), env=environment, start_new_session=True) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _program() -> str:
    return str(Path(sys.executable).with_name("integrates"))
