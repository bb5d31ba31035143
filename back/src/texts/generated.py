"""What a module does on the command line that makes a page of the documents: it prints the page, or compares it."""

import sys
from pathlib import Path


def print_or_check(page: str, *, module: str) -> None:
    """Print the page, or with `--check FILE` end with an error unless the file is the page."""
    match sys.argv[1:]:
        case []:
            sys.stdout.write(page)
        case ["--check", name]:
            if Path(name).read_text(encoding="utf-8") != page:
                raise SystemExit(f"{name} is not what the code says: write it anew with python -m {module} > {name}")
        case _:
            raise SystemExit(f"usage: python -m {module} [--check FILE]")
