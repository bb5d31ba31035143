"""The engines of the distributed store: `main.py test [pytest options]` runs tests on them, `main.py db` keeps them for a demo."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from local_engines import demo, testing
from local_engines.trouble import EngineTrouble

CACHE = Path(".engines")
COMMANDS: Mapping[str, Callable[[Path, tuple[str, ...]], int]] = MappingProxyType({"test": testing.run, "db": demo.run})


def _end(_number: int, _frame: object) -> NoReturn:
    """End as an interrupt does, so that what was started is stopped."""
    raise KeyboardInterrupt


def main(arguments: tuple[str, ...]) -> int:
    """Run a command and return its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"say what to do: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)
    CACHE.mkdir(exist_ok=True)
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    try:
        return COMMANDS[arguments[0]](CACHE.absolute(), arguments[1:])
    except EngineTrouble as error:
        print(f"engines: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
