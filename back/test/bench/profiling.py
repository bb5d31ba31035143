"""Where the time goes: a benchmark run once more under py-spy, every process of it, as a flame graph."""

import shutil
import subprocess
import sys
from pathlib import Path


def profile(name: str, folder: Path) -> Path:
    """Run a benchmark under py-spy and return the picture; raises `SystemExit` when that cannot be done."""
    spy = Path(sys.executable).with_name("py-spy")
    found = str(spy) if spy.exists() else shutil.which("py-spy")
    if found is None:
        raise SystemExit("py-spy is not installed: it comes with the development dependencies")
    picture = folder / f"bench-{name}.svg"
    command = (found, "record", "--subprocesses", "--rate", "200", "--output", str(picture), "--", sys.executable, *_again(name))
    code = subprocess.run(command, check=False).returncode
    if not picture.exists():
        raise SystemExit(f"py-spy made no picture (exit code {code}): it needs the right to trace its own processes")
    return picture


def _again(name: str) -> tuple[str, str]:
    """Return this program and the one benchmark."""
    return str(Path(__file__).parent), name
