from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from db_model.scans.types import Outcome
from scans.plan import Entry, Header, Known, entry_line, header_line, read_entry, read_header
from scans.sarif.types import Place
from scans.spool import Said

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
SAID = st.builds(
    Said,
    rule=TEXTS,
    uri=st.none() | TEXTS,
    reason=st.none() | TEXTS,
    is_suppressed=st.booleans(),
    message=TEXTS,
    help_uri=st.none() | TEXTS,
    line=st.integers(0, 2**53),
    column=st.none() | st.integers(1, 2**31),
    snippet=st.none() | TEXTS,
    cwe=st.integers(0, 9_999),
    score=st.sampled_from(["0", "5.3", "10.0"]),
    severity_source=TEXTS,
    fingerprint=TEXTS,
    stable=st.none() | TEXTS,
    partial=st.none() | TEXTS,
)
PLACES = st.none() | st.tuples(st.integers(0, 50), st.integers(0, 10**6)).map(lambda pair: Place(*pair))
ENTRIES = st.builds(
    Entry,
    outcome=st.sampled_from([each.value for each in Outcome]),
    analysis=st.integers(0, 50),
    place=PLACES,
    vulnerability=st.none() | TEXTS,
    ordinal=st.integers(0, 10**6),
    said=SAID,
)


@given(ENTRIES)
def test_an_entry_is_one_line_and_comes_back_as_it_was(entry: Entry) -> None:
    line = entry_line(entry)

    assert line.count(b"\n") == 1
    assert read_entry(line) == entry


@given(st.lists(st.builds(Known, TEXTS, TEXTS, st.none() | st.datetimes(timezones=st.just(UTC)), st.booleans()), max_size=4))
def test_what_a_plan_begins_with_comes_back_as_it_was(sets: list[Known]) -> None:
    header = Header("an id", tuple(sets))

    assert read_header(header_line(header)) == header


def test_plans_of_two_scans_differ_even_if_nothing_is_to_be_done() -> None:
    known = (Known("T", "", datetime(2026, 1, 1, tzinfo=UTC), is_older=False),)

    assert header_line(Header("one", known)) != header_line(Header("two", known))
