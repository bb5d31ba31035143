import pytest

from sarif_files import location, read_one
from scans.identity import fingerprint_of, identified
from scans.sarif.types import Place, ScanResult


def scan_result(**changes: object) -> ScanResult:
    found = read_one(changes)
    assert isinstance(found, ScanResult)
    return found


WITH_SNIPPET = scan_result(locations=[location(snippet={"text": "if x:\n\ty()\n"})])


def test_blanks_lines_places_and_messages_change_nothing() -> None:
    moved = WITH_SNIPPET._replace(
        place=Place(3, 4), start_line=99, start_column=7, message="other", snippet="  if x:\r\n        y() ", level="note"
    )

    assert fingerprint_of(moved) == fingerprint_of(WITH_SNIPPET)


@pytest.mark.parametrize(
    "change",
    [{"rule_id": "R2"}, {"uri": "src/b.py"}, {"snippet": "if x:\n z()"}, {"snippet": None}, {"snippet": ""}, {"snippet": "ifx: y()"}],
)
def test_rule_file_and_code_are_the_identity(change: dict[str, str | None]) -> None:
    assert fingerprint_of(WITH_SNIPPET._replace(**change)) != fingerprint_of(WITH_SNIPPET)  # type: ignore[arg-type]  # fields by name


def test_the_message_counts_where_there_is_no_snippet_and_is_never_taken_for_one() -> None:
    bare = WITH_SNIPPET._replace(snippet=None)

    assert fingerprint_of(bare._replace(message="a  b")) == fingerprint_of(bare._replace(message="a b"))
    assert fingerprint_of(bare._replace(message="a")) != fingerprint_of(bare._replace(message="b"))
    assert fingerprint_of(bare._replace(message="a")) != fingerprint_of(bare._replace(snippet="a"))


def test_parts_do_not_run_together() -> None:
    first = WITH_SNIPPET._replace(rule_id='a", "b', uri="c")
    second = WITH_SNIPPET._replace(rule_id="a", uri='b", "c')

    assert fingerprint_of(first) != fingerprint_of(second)


def test_the_fingerprint_is_stable_for_ever() -> None:
    assert fingerprint_of(WITH_SNIPPET) == "fe16c77f5095744e62fa10fde9ba56abd412398d29f32754ab71590f421ba71d"


def test_fingerprints_of_the_tool_count_with_rule_and_file() -> None:
    given = WITH_SNIPPET._replace(fingerprints={"fingerprints/id": "1", "partialFingerprints/line": "2"})
    here, there = identified(given), identified(given._replace(uri="src/b.py"))

    assert here.stable is not None
    assert here.partial is not None
    assert here.stable != here.partial
    assert {here.stable, here.partial}.isdisjoint({there.stable, there.partial})
    assert identified(given._replace(snippet="other", start_line=77))[4:] == here[4:]


def test_a_tool_without_fingerprints_leaves_them_open() -> None:
    assert identified(WITH_SNIPPET)[4:] == (None, None)
    assert identified(WITH_SNIPPET)[:1] == (WITH_SNIPPET.place,)
