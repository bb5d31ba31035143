import json
from importlib.resources import files
from pathlib import Path

from catalogue.generate import Row, main, pillar_of, read_rows, to_json

TABLE = """CWE-ID,Name,Weakness Abstraction,Status,Description,Related Weaknesses
12,"Lower, 'quoted'",Base,Draft,"two
lines",::NATURE:ChildOf:CWE ID:9:VIEW ID:1003:ORDINAL:Primary::NATURE:ChildOf:CWE ID:7:VIEW ID:1000:ORDINAL:Primary\
::NATURE:ChildOf:CWE ID:8:VIEW ID:1000::
7,Middle,Class,Stable,,::NATURE:ChildOf:CWE ID:3:VIEW ID:1000:ORDINAL:Primary::NATURE:CanPrecede:CWE ID:12:VIEW ID:1000::
3,Top,Pillar,Draft,,
4,DEPRECATED: Old,Base,Deprecated,,::NATURE:ChildOf:CWE ID:3:VIEW ID:1000:ORDINAL:Primary::
"""
ROWS = (
    Row(cwe_id=3, name="Top", parent=None),
    Row(cwe_id=7, name="Middle", parent=3),
    Row(cwe_id=12, name="Lower, 'quoted'", parent=7),
)
JSON = '{\n"3": ["Top", 3],\n"7": ["Middle", 3],\n"12": ["Lower, \'quoted\'", 3]\n}\n'


def test_weaknesses_in_use_are_read_with_their_primary_parent_of_the_research_view() -> None:
    assert read_rows(TABLE.splitlines(keepends=True)) == ROWS


def test_the_pillar_is_at_the_end_of_the_primary_parents() -> None:
    assert pillar_of(12, {row.cwe_id: row.parent for row in ROWS}) == 3


def test_the_json_has_one_line_for_each_weakness() -> None:
    assert to_json(ROWS) == JSON
    assert json.loads(JSON)["12"] == ["Lower, 'quoted'", 3]


def test_a_file_is_made_of_a_file(tmp_path: Path) -> None:
    source, target = tmp_path / "1000.csv", tmp_path / "cwe.json"
    source.write_text(TABLE, encoding="utf-8")

    main(str(source), str(target))

    assert target.read_text(encoding="utf-8") == JSON


def test_the_data_of_the_package_have_the_form_that_is_generated() -> None:
    text = files("catalogue").joinpath("data", "cwe.json").read_text(encoding="utf-8")
    rows = tuple(
        Row(cwe_id=int(cwe_id), name=name, parent=None if pillar == int(cwe_id) else pillar)
        for cwe_id, (name, pillar) in json.loads(text).items()
    )

    assert to_json(rows) == text
    assert len(rows) == 938


def test_the_terms_of_use_go_with_the_data() -> None:
    notice = files("catalogue").joinpath("data", "NOTICE").read_text(encoding="utf-8")

    assert "The MITRE Corporation" in notice
    assert "reproduce MITRE's" in notice
