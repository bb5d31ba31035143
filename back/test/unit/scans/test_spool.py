from pathlib import Path
from tempfile import TemporaryFile

import pytest

from sarif_files import location, result, run, sarif
from scans.errors import InvalidScanFile
from scans.sarif.types import Place
from scans.spool import heads_of, read, said_in


def written(folder: Path, content: bytes) -> Path:
    path = folder / "scan"
    path.write_bytes(content)
    return path


def test_every_result_is_one_line_in_the_order_of_the_file(tmp_path: Path) -> None:
    rule = {"id": "R1", "properties": {"security-severity": "8.8", "tags": ["CWE-78"]}}
    suppressed, rejected = result(kind="pass"), result(locations=None)
    path = written(tmp_path, sarif(run([result(), suppressed], rules=[rule]), run([rejected], tool={"driver": {"name": "U"}})))

    with (found := read(path, heads_of(path))).lines:
        lines = list(said_in(found.lines))

    assert [place for place, _ in lines] == [Place(0, 0), Place(0, 1), Place(1, 0)]
    first, second, third = (said for _, said in lines)
    assert (first.rule, first.uri, first.line, first.cwe, first.score, first.severity_source) == ("R1", "src/a.py", 3, 78, "8.8", "RULE")
    assert (first.reason, len(first.fingerprint)) == (None, 64)
    assert (second.is_suppressed, bool(second.reason), third.is_suppressed, bool(third.reason)) == (True, True, False, True)


def test_runs_of_one_tool_and_category_are_one_group_in_the_order_of_the_first(tmp_path: Path) -> None:
    other = run([result()], tool={"driver": {"name": "U"}})
    of_category = run([], automationDetails={"id": "docs/"})
    path = written(tmp_path, sarif(run([result()]), other, run([result(locations=[location("b.py")])]), of_category))

    with (found := read(path, heads_of(path))).lines:
        groups = [(each.tool, each.category, len(each.heads), len(each.results)) for each in found.groups]

    assert groups == [("T", "", 2, 2), ("U", "", 1, 1), ("T", "docs/", 1, 0)]


def test_what_is_identified_is_what_was_read(tmp_path: Path) -> None:
    path = written(tmp_path, sarif(run([result(), result(kind="pass"), result()])))

    with (found := read(path, heads_of(path))).lines:
        by_place = {place: said.fingerprint for place, said in said_in(found.lines) if said.reason is None}

    (group,) = found.groups
    assert {each.place: each.fingerprint for each in group.results} == by_place


def test_a_file_that_breaks_off_leaves_no_temporary_one_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(tmp_path, sarif(run([result()])))
    heads = heads_of(whole)
    whole.write_bytes(whole.read_bytes()[:-20])
    temporary = TemporaryFile()  # noqa: SIM115 -- whether it is closed is the question
    monkeypatch.setattr("scans.spool.tempfile.TemporaryFile", lambda: temporary)

    with pytest.raises(InvalidScanFile):
        read(whole, heads)

    assert temporary.closed
