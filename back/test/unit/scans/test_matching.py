from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarif_files import BANDIT_NEW, BANDIT_OLD, sample
from scans.identity import Identified, identified
from scans.matching import Matches, Standing, StoredRow, match, standing_of
from scans.sarif.types import Place, ScanResult


def found(
    number: int, *, text: str = "f", line: int = 10, column: int | None = 1, stable: str | None = None, partial: str | None = None
) -> Identified:
    return Identified(Place(0, number), text, line, column, stable, partial)


def row(
    name: str,
    *,
    text: str = "f",
    ordinal: int = 0,
    line: int = 10,
    column: int | None = 1,
    stable: str | None = None,
    partial: str | None = None,
    standing: Standing = Standing.LIVING,
) -> StoredRow:
    return StoredRow(name, text, ordinal, line, column, stable, partial, standing)


def summary(matches: Matches) -> dict[str, list[tuple[int, str | None, int]]]:
    named = {"unchanged": matches.unchanged, "reopened": matches.reopened, "dismissed": matches.dismissed, "created": matches.created}
    return {
        name: [(one.result.place.result, one.row.id if one.row else None, one.ordinal) for one in group]
        for name, group in named.items()
        if group
    }


def stored_after(matches: Matches, kept: list[StoredRow]) -> list[StoredRow]:
    """What the store holds when the matches were applied."""
    came_back = {one.row.id for one in matches.reopened if one.row}
    by_id = {one.id: one for one in kept if one.id not in came_back}
    for number, one in enumerate((*matches.unchanged, *matches.dismissed, *matches.reopened, *matches.created)):
        met = one.row if one.row and one.row.standing is not Standing.SAFE else None
        name = met.id if met else f"new-{len(kept)}-{number}"
        standing = met.standing if met else Standing.LIVING
        result = one.result
        by_id[name] = StoredRow(name, result.fingerprint, one.ordinal, result.line, result.column, result.stable, result.partial, standing)
    return list(by_id.values())


def of_sample(name: str) -> list[Identified]:
    return [identified(one) for one in sample(name)[1] if isinstance(one, ScanResult)]


def test_two_releases_of_a_real_package_share_what_only_moved() -> None:
    old, new = of_sample(BANDIT_OLD), of_sample(BANDIT_NEW)
    first = match(old, [])
    stored = stored_after(first, [])

    second = match(new, stored)

    assert (len(first.created), len(second.unchanged), len(second.missing), len(second.created)) == (30, 24, 6, 3)
    assert (second.reopened, second.dismissed) == ((), ())
    assert sum(one.has_moved for one in second.unchanged) > 12


def test_an_exact_place_wins_over_a_nearer_order() -> None:
    matches = match([found(0, line=20), found(1, line=10)], [row("a", line=10), row("b", line=20, ordinal=1)])

    assert summary(matches) == {"unchanged": [(0, "b", 1), (1, "a", 0)]}
    assert not any(one.has_moved or one.is_renamed for one in matches.unchanged)


def test_moved_code_is_the_same_with_its_new_line() -> None:
    (one,) = match([found(0, line=42, column=5)], [row("a")]).unchanged

    assert (one.row, one.has_moved, one.is_renamed) == (row("a"), True, False)


def test_leftovers_pair_in_order_of_nearest_line() -> None:
    stored = [row("a", line=10), row("b", line=100, ordinal=1), row("c", line=200, ordinal=2)]

    matches = match([found(0, line=101), found(1, line=13)], stored)

    assert summary(matches) == {"unchanged": [(0, "b", 1), (1, "a", 0)]}
    assert [one.id for one in matches.missing] == ["c"]


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        (found(0, text="g", line=12, stable="tool"), row("a", stable="tool")),
        (found(0, text="g", line=12, partial="tool"), row("a", partial="tool")),
        (found(0, text="g", line=12, stable="tool", partial="x"), row("a", stable="tool", partial="y")),
    ],
)
def test_a_fingerprint_of_the_tool_finds_changed_code_and_renames_it(changed: Identified, known: StoredRow) -> None:
    matches = match([changed, found(1, text="g", line=99)], [known, row("b", text="g", line=99)])

    assert summary(matches) == {"unchanged": [(0, "a", 1), (1, "b", 0)]}
    assert [one.is_renamed for one in matches.unchanged] == [True, False]


def test_equal_fingerprints_of_the_tool_for_different_places_are_told_apart() -> None:
    results = [found(0, text="x", line=11, partial="same"), found(1, text="y", line=52, partial="same")]
    stored = [row("far", text="b", line=50, partial="same"), row("near", text="a", line=10, partial="same")]

    assert summary(match(results, stored)) == {"unchanged": [(0, "near", 0), (1, "far", 0)]}


def test_equal_results_are_separate_with_the_smallest_free_ordinals() -> None:
    assert summary(match([found(0), found(1), found(2, text="g")], [])) == {"created": [(0, None, 0), (1, None, 1), (2, None, 0)]}
    stored = [row("a", ordinal=0), row("b", ordinal=2, line=20)]
    assert summary(match([found(n) for n in range(4)], stored)) == {
        "unchanged": [(0, "a", 0), (1, "b", 2)],
        "created": [(2, None, 1), (3, None, 3)],
    }


def test_a_safe_one_comes_back_as_a_new_one_with_its_ordinal() -> None:
    matches = match([found(0, line=12)], [row("s", ordinal=3, standing=Standing.SAFE)])

    assert summary(matches) == {"reopened": [(0, "s", 3)]}
    assert matches.missing == ()


def test_a_dismissed_one_stays_away_wherever_its_code_went() -> None:
    assert summary(match([found(0, line=500)], [row("d", standing=Standing.DISMISSED)])) == {"dismissed": [(0, "d", 0)]}


def test_a_dismissed_one_takes_the_result_in_its_own_place_and_no_other() -> None:
    stored = [row("living", line=10), row("dismissed", line=50, ordinal=1, standing=Standing.DISMISSED)]

    both = match([found(0, line=50), found(1, line=11)], stored)
    only = match([found(0, line=51)], stored)

    assert summary(both) == {"unchanged": [(1, "living", 0)], "dismissed": [(0, "dismissed", 1)]}
    assert summary(only) == {"dismissed": [(0, "dismissed", 1)]}
    assert [one.id for one in only.missing] == ["living"]


def test_a_living_one_is_preferred_to_a_dismissed_one_and_that_to_a_safe_one() -> None:
    living, dismissed, safe = (row(f"{standing.value}", ordinal=standing.value, standing=standing) for standing in Standing)

    assert summary(match([found(0)], [safe, dismissed, living])) == {"unchanged": [(0, "0", 0)]}
    assert summary(match([found(0)], [safe, dismissed])) == {"dismissed": [(0, "1", 1)]}
    assert summary(match([found(0), found(1), found(2)], [safe, dismissed, living])) == {
        "unchanged": [(0, "0", 0)],
        "dismissed": [(1, "1", 1)],
        "reopened": [(2, "2", 2)],
    }


def test_a_safe_one_in_place_takes_nothing_from_a_living_one_that_moved() -> None:
    stored = [row("safe", line=10, standing=Standing.SAFE), row("living", line=50, ordinal=1)]

    assert summary(match([found(0, line=10)], stored)) == {"unchanged": [(0, "living", 1)]}


@pytest.mark.parametrize(
    ("status", "is_dismissed", "standing"),
    [
        ("VULNERABLE", False, Standing.LIVING),
        ("SUBMITTED", False, Standing.LIVING),
        ("VULNERABLE", True, Standing.DISMISSED),
        ("SAFE", False, Standing.SAFE),
        ("SAFE", True, Standing.DISMISSED),
        ("DELETED", False, Standing.DISMISSED),
        ("REJECTED", False, Standing.DISMISSED),
    ],
)
def test_the_status_and_what_a_person_said_make_the_standing(status: str, is_dismissed: bool, standing: Standing) -> None:
    assert standing_of(status, is_dismissed=is_dismissed) is standing


TEXTS = st.sampled_from(["f", "g"])
HINTS = st.sampled_from([None, None, "s", "t"])
FOUND = st.lists(st.tuples(TEXTS, st.integers(0, 6), st.sampled_from([None, 1, 2]), HINTS, HINTS), max_size=12).map(
    lambda items: [found(number, text=t, line=n, column=c, stable=s, partial=p) for number, (t, n, c, s, p) in enumerate(items)]
)
STORED = st.lists(
    st.tuples(TEXTS, st.integers(0, 6), st.sampled_from([None, 1, 2]), HINTS, HINTS, st.sampled_from(Standing)), max_size=12
).map(
    lambda items: [
        row(f"r{number}", text=t, ordinal=number, line=n, column=c, stable=s, partial=p, standing=standing)
        for number, (t, n, c, s, p, standing) in enumerate(items)
    ]
)


@given(FOUND, STORED, st.randoms(use_true_random=False))
def test_matching_takes_each_once_and_does_not_depend_on_order(results: list[Identified], stored: list[StoredRow], chance: Random) -> None:
    matches = match(results, stored)

    every = (*matches.unchanged, *matches.reopened, *matches.dismissed, *matches.created)
    assert sorted(one.result.place for one in every) == [one.place for one in results]
    taken = [one.row.id for one in every if one.row]
    assert len(taken) == len(set(taken))
    living = {one.id for one in stored if one.standing is Standing.LIVING}
    assert {one.id for one in matches.missing} == living - set(taken)
    kept = stored_after(matches, stored)
    identities = [(one.fingerprint, one.ordinal) for one in kept]
    assert len(identities) == len(set(identities))
    assert match(results[::-1], chance.sample(stored, len(stored))) == matches


@given(FOUND, STORED)
def test_the_same_file_again_changes_nothing(results: list[Identified], stored: list[StoredRow]) -> None:
    first = match(results, stored)

    again = match(results, stored_after(first, stored))

    assert (again.created, again.reopened) == ((), ())
    assert len(again.unchanged) == len(first.unchanged) + len(first.created) + len(first.reopened)
    assert len(again.dismissed) == len(first.dismissed)
    assert not any(one.has_moved or one.is_renamed for one in (*again.unchanged, *again.dismissed))
