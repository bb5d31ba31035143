"""The development kits for Java on this machine, wherever they are."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from local_engines.trouble import EngineTrouble

_USUAL = ("/usr/lib/jvm", "/usr/local/lib/jvm", "/usr/java", "/opt", "~/.sdkman/candidates/java", "/Library/Java/JavaVirtualMachines")
_VERSION = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)


class Kit(NamedTuple):
    """A development kit: its folder, and the first number of its version."""

    home: Path
    version: int

    def program(self, name: str) -> str:
        """Return the path of a program of the kit, such as `java`."""
        return str(self.home / "bin" / name)


def find_kits(environment: Mapping[str, str], usual: tuple[str, ...] = _USUAL) -> tuple[Kit, ...]:
    """Return the kits of this machine, each once: that of `JAVA_HOME`, that of the `java` on the path, and those in the usual folders."""
    homes = dict.fromkeys(home.resolve() for home in _places(environment, usual))
    return tuple(kit for home in homes if (kit := _to_kit(home)) is not None)


def choose_kit(kits: tuple[Kit, ...], least: int) -> Kit:
    """Return the first kit of a version or a later one; raises `EngineTrouble` when there is none."""
    found = next((kit for kit in kits if kit.version >= least), None)
    if found is None:
        there = ", ".join(f"{kit.version} in {kit.home}" for kit in kits) or "none"
        raise EngineTrouble(f"a development kit (JDK) for Java {least} or later is needed; found: {there}. Install one, or set JAVA_HOME")
    return found


def _places(environment: Mapping[str, str], usual: tuple[str, ...]) -> Iterator[Path]:
    if home := environment.get("JAVA_HOME"):
        yield Path(home)
    if program := shutil.which("java", path=environment.get("PATH", os.defpath)):
        yield Path(program).resolve().parents[1]
    for text in usual:
        folder = Path(text).expanduser()
        if folder.is_dir():
            for child in sorted(folder.iterdir()):
                yield child
                yield child / "Contents" / "Home"


def _to_kit(home: Path) -> Kit | None:
    """Return the kit in a folder; nothing where there is no compiler, or no word of the version."""
    try:
        said = _VERSION.search((home / "release").read_text(encoding="utf-8"))
    except OSError:
        return None
    has_compiler = all((home / "bin" / name).is_file() for name in ("java", "javac"))
    return Kit(home, int(said[1])) if said and has_compiler else None
