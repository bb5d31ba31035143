import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarif_files import read_one
from scans.sarif.types import ArtifactLocation, RejectedResult, ScanResult
from scans.sarif.uris import resolved, without_user

BASES = {
    "ROOT": ArtifactLocation("file:///home/ci/project/", None),
    "LIB": ArtifactLocation("lib", "ROOT"),
    "DEEP": ArtifactLocation("deep/er/", "LIB"),
    "OPEN": ArtifactLocation(None, None),
    "LOOP": ArtifactLocation("x/", "LOOP"),
}


@pytest.mark.parametrize(
    ("uri", "base", "path"),
    [
        ("src/a.py", None, "src/a.py"),
        ("src/a.py", "ROOT", "src/a.py"),
        ("src/a.py", "OPEN", "src/a.py"),
        ("src/a.py", "UNKNOWN", "src/a.py"),
        ("a.py", "LIB", "lib/a.py"),
        ("a.py", "DEEP", "lib/deep/er/a.py"),
        ("../a.py", "DEEP", "lib/deep/a.py"),
        ("./src//a.py", None, "src/a.py"),
        ("src/./b/../a.py", None, "src/a.py"),
        ("src\\b\\a.py", None, "src/b/a.py"),
        ("a%20b%23c.py", None, "a b#c.py"),
        ("a%2Fb.py", None, "a/b.py"),
        ("x%2F..%2F..%2Fetc", None, "x%2F..%2F..%2Fetc"),
        ("100%25.py", None, "100%.py"),
        ("a%2520b", None, "a%20b"),
        ("a%zz.py", None, "a%zz.py"),
        ("a%FF.py", None, "a%FF.py"),
        ("C#/a.cs#L1", None, "C#/a.cs#L1"),
        ("a%0Ab%00.py", None, "a%0Ab%00.py"),
        ("a\nb\x00\u2028.py", None, "a%0Ab%00%E2%80%A8.py"),
        ("../../etc/passwd", None, "../../etc/passwd"),
        ("..", None, ".."),
        ("./", None, "./"),
        ("file:///home/ci/project/a%20b.py", "ROOT", "file:///home/ci/project/a%20b.py"),
        ("/abs/a.py", "LIB", "/abs/a.py"),
        ("C:\\src\\a.py", None, "C:\\src\\a.py"),
        ("\\\\host\\share\\a.py", None, "\\\\host\\share\\a.py"),
        ("https://example.test/a", None, "https://example.test/a"),
        ("=cmd|x", None, "=cmd|x"),
    ],
)
def test_a_uri_becomes_a_path_or_stays_as_given(uri: str, base: str | None, path: str) -> None:
    assert resolved(uri, base, BASES) == path


def test_a_base_that_is_its_own_ancestor_ends() -> None:
    assert resolved("a.py", "LOOP", BASES) == "x/" * 16 + "a.py"


@given(st.lists(st.sampled_from(["..", ".", "a", "b.py", "%2e%2e", "%2F", "/", "\\\\", "\n"]), min_size=1, max_size=8))
def test_a_path_is_clean_or_as_given(parts: list[str]) -> None:
    uri = "x/" + "/".join(parts)

    path = resolved(uri, None, {})

    as_given = uri.replace("\n", "%0A")
    assert "\n" not in path
    assert path == as_given or not {"", ".", ".."} & set(path.split("/"))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://token@example.test/a.git", "https://example.test/a.git"),
        ("https://user:secret@example.test:8443/a", "https://example.test:8443/a"),
        ("ssh://git:secret@example.test/a", "ssh://git@example.test/a"),
        ("git@example.test:a/b.git", "git@example.test:a/b.git"),
        ("https://[bad@example.test", "example.test"),
    ],
)
def test_no_secret_of_a_url_is_kept(url: str, kept: str) -> None:
    assert without_user(url) == kept


def test_an_artifact_may_be_named_by_index() -> None:
    locations = [{"physicalLocation": {"artifactLocation": {"index": 1}}}]
    artifacts = [{}, {"location": {"uri": "a.py", "uriBaseId": "LIB"}}]

    outcome = read_one({"locations": locations}, artifacts=artifacts, originalUriBaseIds={"LIB": {"uri": "lib/"}})

    assert isinstance(outcome, ScanResult)
    assert outcome.uri == "lib/a.py"


def test_an_artifact_that_does_not_exist_is_a_reason() -> None:
    outcome = read_one({"locations": [{"physicalLocation": {"artifactLocation": {"index": 4}}}]}, artifacts=[{}])

    assert isinstance(outcome, RejectedResult)
    assert outcome.reason == "it names artifact 4 of 1"
