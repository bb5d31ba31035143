"""Fetching what an engine is made of, with Maven, and comparing every file with a sum that is checked in."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from local_engines.java import Kit
from local_engines.trouble import EngineTrouble

SUMS = Path(__file__).with_name("sums")
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
_SECONDS = 900
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>integrates</groupId>
  <artifactId>{name}</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""


class Artifact(NamedTuple):
    """What Maven is asked for; it comes with all that it depends on."""

    name: str
    group: str
    artifact: str
    version: str

    @property
    def folder(self) -> str:
        """Return the name of its folder and of its list of sums."""
        return f"{self.name}-{self.version}"


def fetch(artifact: Artifact, cache: Path, kit: Kit, environment: Mapping[str, str]) -> Path:
    """Return the folder of an artifact's files, fetched unless it is there and whole.

    Raises `EngineTrouble` without Maven, when Maven fails, and when any file is not what the list says: then it is not kept.
    """
    sums = read_sums(SUMS / f"{artifact.folder}.sha256")
    folder = cache / artifact.folder / "lib"
    if folder.is_dir() and not differences(folder, sums):
        return folder
    maven = shutil.which("mvn", path=environment.get("PATH", os.defpath))
    if maven is None:
        raise EngineTrouble(f"{artifact.artifact} {artifact.version} is fetched with Maven, and there is no mvn on the PATH; install it")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=folder.parent) as beside:
        _copy_with(maven, artifact, Path(beside), {**environment, "JAVA_HOME": str(kit.home)})
        wrong = differences(Path(beside) / "lib", sums)
        if wrong:
            raise EngineTrouble(f"what came as {artifact.artifact} {artifact.version} is not what it has to be: {'; '.join(wrong)}")
        if folder.exists():
            shutil.rmtree(folder)
        (Path(beside) / "lib").rename(folder)
    return folder


def read_sums(path: Path) -> Mapping[str, str]:
    """Return the hexadecimal SHA-256 of each file by its name."""
    pairs = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines())
    return {name: sum_ for sum_, name in pairs}


def differences(folder: Path, sums: Mapping[str, str]) -> tuple[str, ...]:
    """Say which files of a folder are missing, not on the list, or not what the list says."""
    there = {path.name: path for path in folder.iterdir()}
    missing = tuple(f"{name} is missing" for name in sorted(sums.keys() - there.keys()))
    added = tuple(f"{name} is not on the list" for name in sorted(there.keys() - sums.keys()))
    other = tuple(f"{name} has another sum" for name in sorted(sums.keys() & there.keys()) if sum_of(there[name]) != sums[name])
    return (*missing, *added, *other)


def sum_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_with(maven: str, artifact: Artifact, folder: Path, environment: Mapping[str, str]) -> None:
    """Let Maven put the files into the folder `lib` beside a project that is made for it."""
    (folder / "pom.xml").write_text(_POM.format(**artifact._asdict()), encoding="utf-8")
    command = [maven, "--batch-mode", "--quiet", "--strict-checksums", _COPY, "-DoutputDirectory=lib", "-DincludeScope=runtime"]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise EngineTrouble(f"Maven did not fetch {artifact.artifact} within {_SECONDS} seconds") from None
    if done.returncode != 0:
        raise EngineTrouble(
            f"Maven could not fetch {artifact.artifact} {artifact.version}:\n{(done.stdout + done.stderr).strip()[-2_000:]}"
        )
