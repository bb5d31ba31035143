"""Tests on engines that are started for them and stopped after."""

import os
import subprocess
import sys
from pathlib import Path

from local_engines.dynamodb import dynamodb
from local_engines.opensearch import opensearch
from local_engines.processes import free_port

FOLDERS = ("back/test/contract", "back/test/engines", "back/test/functional")


def run(cache: Path, arguments: tuple[str, ...]) -> int:
    """Run pytest with the engines around, on these folders unless others are named, and return its exit code."""
    named = any(argument.startswith("back/test") for argument in arguments)
    with dynamodb(cache, free_port()) as table, opensearch(cache, free_port(), heap_mb=512) as index:
        environment = {
            **os.environ,
            "INTEGRATES_TEST_DYNAMODB": table,
            "INTEGRATES_TEST_OPENSEARCH": index,
            "INTEGRATES_TEST_STORE": "aws",
        }
        command = (sys.executable, "-m", "pytest", *(() if named else FOLDERS), *arguments)
        return subprocess.run(command, env=environment, check=False).returncode
