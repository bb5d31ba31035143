from tempfile import TemporaryFile

from sarif_files import location, reopening, result, run, sarif
from scans.sarif.types import Place
from scans.spool import Read, Said, heads_of, read, said_in


def spooled(content: bytes) -> tuple[Read, list[tuple[Place, Said]]]:
    """Read a file, and return it with its lines."""
    with TemporaryFile() as lines:
        found = read(reopening(content), heads_of(reopening(content)), lines)
        return found, list(said_in(lines))


def test_every_result_is_one_line_in_the_order_of_the_file() -> None:
    rule = {"id": "R1", "properties": {"security-severity": "8.8", "tags": ["CWE-78"]}}
    suppressed, rejected = result(kind="pass"), result(locations=None)
    content = sarif(run([result(), suppressed], rules=[rule]), run([rejected], tool={"driver": {"name": "U"}}))

    _, lines = spooled(content)

    assert [place for place, _ in lines] == [Place(0, 0), Place(0, 1), Place(1, 0)]
    first, second, third = (said for _, said in lines)
    assert (first.rule, first.uri, first.line, first.cwe, first.score, first.severity_source) == ("R1", "src/a.py", 3, 78, "8.8", "RULE")
    assert (first.reason, len(first.fingerprint)) == (None, 64)
    assert (second.is_suppressed, bool(second.reason), third.is_suppressed, bool(third.reason)) == (True, True, False, True)


def test_runs_of_one_tool_and_category_are_one_group_in_the_order_of_the_first() -> None:
    other = run([result()], tool={"driver": {"name": "U"}})
    of_category = run([], automationDetails={"id": "docs/"})
    found, _ = spooled(sarif(run([result()]), other, run([result(locations=[location("b.py")])]), of_category))

    groups = [(each.tool, each.category, len(each.heads), len(each.results)) for each in found.groups]
    assert groups == [("T", "", 2, 2), ("U", "", 1, 1), ("T", "docs/", 1, 0)]


def test_what_is_identified_is_what_was_read() -> None:
    found, lines = spooled(sarif(run([result(), result(kind="pass"), result()])))

    (group,) = found.groups
    by_place = {place: said.fingerprint for place, said in lines if said.reason is None}
    assert {each.place: each.fingerprint for each in group.results} == by_place
