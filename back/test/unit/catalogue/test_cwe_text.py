import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.cwe_text import find_cwe_ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("CWE-89", (89,)),
        ("external/cwe/cwe-089", (89,)),
        ("CWE-089: Improper Neutralization", (89,)),
        ("cwe:79", (79,)),
        ("cwe-id-22", (22,)),
        ("CWE ID: 502", (502,)),
        ("CWE_0611", (611,)),
        ("CWE1004", (1004,)),
        ("cwe/78", (78,)),
        ("see https://cwe.mitre.org/data/definitions/327.html.", (327,)),
        ("[CWE-79](https://cwe.mitre.org/data/definitions/79.html), also CWE-80", (79, 80)),
        ("CWE-20,CWE-9\nCWE-20", (20, 9)),
        ("", ()),
        ("security", ()),
        ("CWE-", ()),
        ("CWE-0", ()),
        ("CWE-000", ()),
        ("CWE-10000", ()),
        ("CWE-123456789012", ()),
        ("xcwe-79", ()),
        ("CWE\u0665", ()),
        ("CWE -- 79 -- CWE    80", ()),
        ("cwes 79", ()),
        ("CVE-2021-44228", ()),
    ],
)
def test_ids_are_found_as_tools_write_them(text: str, ids: tuple[int, ...]) -> None:
    assert find_cwe_ids(text) == ids


@given(st.lists(st.integers(1, 9999), max_size=30), st.sampled_from(["CWE-{}", "cwe-{:04}", "external/cwe/cwe-{:03}", "cwe:{}"]))
def test_every_mention_is_found_once_and_in_order(ids: list[int], form: str) -> None:
    text = ", ".join(form.format(cwe_id) for cwe_id in ids)

    assert find_cwe_ids(text) == tuple(dict.fromkeys(ids))


@given(st.text(alphabet="cweCWE-_:#/ id0123456789.x"))
def test_any_text_gives_ids_in_range_and_each_once(text: str) -> None:
    ids = find_cwe_ids(text)

    assert all(1 <= cwe_id <= 9999 for cwe_id in ids)
    assert len(set(ids)) == len(ids)


def test_what_stands_far_behind_is_not_read() -> None:
    assert find_cwe_ids(" " * 65_535 + "CWE-89 CWE-79") == (89,)
    assert find_cwe_ids(" " * 65_536 + "CWE-89") == ()


@pytest.mark.parametrize("text", ["cwe" * 4_000_000, "cwe-" * 3_000_000, "cwe-" + "0" * 12_000_000, "cwe.mitre.org/" * 900_000])
def test_a_text_of_megabytes_costs_no_more_than_its_beginning(text: str) -> None:
    begun = time.process_time()

    assert find_cwe_ids(text) == ()
    assert time.process_time() - begun < 1
