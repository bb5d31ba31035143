"""Fetching engines: what comes is compared with the sums that are checked in."""

from hashlib import sha256
from pathlib import Path

import pytest

from local_engines import fetching
from local_engines.dynamodb import ARTIFACT
from local_engines.fetching import SUMS, Artifact, differences, fetch, read_sums
from local_engines.java import Kit
from local_engines.opensearch import NEWEST, OLDEST
from local_engines.trouble import EngineTrouble

KIT = Kit(Path("/kit"), 17)
MAVEN = """#!/bin/sh
test -f pom.xml || exit 3
mkdir lib
printf 'one' > lib/one.jar
printf '{second}' > lib/two.jar
echo called >> {log}
"""


@pytest.fixture
def artifact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artifact:
    sums = tmp_path / "sums"
    sums.mkdir()
    lines = (f"{sha256(text.encode()).hexdigest()}  {name}.jar\n" for name, text in (("one", "one"), ("two", "two")))
    (sums / "thing-1.sha256").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(fetching, "SUMS", sums)
    return Artifact("thing", "org.example", "thing", "1")


def path_with_maven(folder: Path, *, second: str) -> dict[str, str]:
    """Return an environment whose `mvn` brings two files."""
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / "mvn"
    program.write_text(MAVEN.format(second=second, log=folder / "log"), encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder / 'bin'}:/usr/bin:/bin"}


def test_what_is_whole_is_not_fetched_again_and_what_is_damaged_is(tmp_path: Path, artifact: Artifact) -> None:
    environment = path_with_maven(tmp_path, second="two")

    lib = fetch(artifact, tmp_path / "cache", KIT, environment)
    assert fetch(artifact, tmp_path / "cache", KIT, environment) == lib
    assert (tmp_path / "log").read_text(encoding="utf-8") == "called\n"

    (lib / "two.jar").write_text("too", encoding="utf-8")
    assert fetch(artifact, tmp_path / "cache", KIT, environment) == lib
    assert (lib / "two.jar").read_text(encoding="utf-8") == "two"
    assert [path.name for path in lib.parent.iterdir()] == ["lib"]


def test_a_file_with_another_sum_stops_and_is_not_kept(tmp_path: Path, artifact: Artifact) -> None:
    environment = path_with_maven(tmp_path, second="another")

    with pytest.raises(EngineTrouble, match=r"what came as thing 1 is not what it has to be: two\.jar has another sum"):
        fetch(artifact, tmp_path / "cache", KIT, environment)

    assert list((tmp_path / "cache" / "thing-1").iterdir()) == []


def test_without_maven_the_message_says_so(tmp_path: Path, artifact: Artifact) -> None:
    with pytest.raises(EngineTrouble, match="there is no mvn on the PATH"):
        fetch(artifact, tmp_path / "cache", KIT, {"PATH": str(tmp_path)})


def test_missing_and_added_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "b.jar").write_text("b", encoding="utf-8")

    assert differences(tmp_path, {"a.jar": "0" * 64}) == ("a.jar is missing", "b.jar is not on the list")


@pytest.mark.parametrize(("artifact", "number"), [(ARTIFACT, 85), (NEWEST, 118), (OLDEST, 95)])
def test_every_engine_has_its_list_of_sums(artifact: Artifact, number: int) -> None:
    sums = read_sums(SUMS / f"{artifact.folder}.sha256")

    assert len(sums) == number
    assert {len(sum_) for sum_ in sums.values()} == {64}
