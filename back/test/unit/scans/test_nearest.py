from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scans.nearest import At, nearest_pairs

LINES = st.lists(st.integers(0, 30), max_size=9)


def pairs(lefts: list[int], rights: list[int]) -> list[tuple[int, int]]:
    return list(nearest_pairs([At(line, line) for line in lefts], [At(line, line) for line in rights]))


def greedy(lefts: list[int], rights: list[int]) -> list[int]:
    """Distances of the obvious quadratic way."""
    left, right, found = list(lefts), list(rights), []
    while left and right:
        distance, one, other = min((abs(one - other), one, other) for one in left for other in right)
        left.remove(one)
        right.remove(other)
        found.append(distance)
    return found


@given(LINES, LINES)
def test_the_closest_come_first_and_one_side_is_used_up(lefts: list[int], rights: list[int]) -> None:
    found = pairs(lefts, rights)

    distances = [abs(left - right) for left, right in found]
    assert len(found) == min(len(lefts), len(rights))
    assert distances == sorted(distances)
    assert distances[:1] == greedy(lefts, rights)[:1]
    assert not Counter(left for left, _ in found) - Counter(lefts)
    assert not Counter(right for _, right in found) - Counter(rights)


def test_a_stop_that_is_spent_joins_its_neighbours_once() -> None:
    assert pairs([0, 0, 7], [4, 8, 9]) == [(7, 8), (0, 4), (0, 9)]


@given(st.sets(st.integers(0, 10_000), max_size=12), st.sets(st.integers(0, 10_000), max_size=12))
def test_without_ties_it_is_the_obvious_way(lefts: set[int], rights: set[int]) -> None:
    distances = sorted(abs(left - right) for left in lefts for right in rights)
    if len(set(distances)) == len(distances):
        assert [abs(left - right) for left, right in pairs(list(lefts), list(rights))] == greedy(list(lefts), list(rights))


def test_the_nearest_wins_over_the_order() -> None:
    assert pairs([10, 50], [49, 12]) == [(50, 49), (10, 12)]
    assert pairs([10, 20, 30], [31, 21]) == [(20, 21), (30, 31)]
    assert pairs([5], [4, 6]) == [(5, 4)]
    assert pairs([1, 1, 2], [2, 2, 2]) == [(2, 2), (1, 2), (1, 2)]


def test_many_equal_things_do_not_cost_the_square() -> None:
    assert len(pairs(list(range(0, 60_000, 2)), list(range(1, 60_000, 2)))) == 30_000
    assert len(pairs([7] * 30_000, [9] * 30_000)) == 30_000
