import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from reports.spreadsheet import lines, safe

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n-1", "plain"]
)


@given(TEXTS)
def test_no_cell_begins_like_a_formula_and_nothing_else_changes(text: str) -> None:
    cell = safe(text)

    assert cell.lstrip()[:1] not in {"=", "+", "-", "@"}
    assert cell[:1] not in {"\t", "\r", "\n"}
    assert cell in {text, f"'{text}"}
    assert (cell == text) or text.lstrip()[:1] in {"=", "+", "-", "@"} or text[0] in "\t\r\n"


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_is_written_is_read_again_as_it_was(rows: list[tuple[str, str]]) -> None:
    read = csv.reader(io.StringIO(lines(rows).decode(), newline=""))

    assert [tuple(row) for row in read] == rows
