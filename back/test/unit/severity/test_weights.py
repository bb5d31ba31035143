from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severity.weights import BASE, METRICS, vector_of, weights_of

LETTERS = MappingProxyType(
    {
        "AV": "NALP",
        "AC": "LH",
        "PR": "NLH",
        "UI": "NR",
        "S": "UC",
        "C": "HLN",
        "I": "HLN",
        "A": "HLN",
        "E": "XUPFH",
        "RL": "XOTWU",
        "RC": "XURC",
        "CR": "XHML",
        "IR": "XHML",
        "AR": "XHML",
    }
)
"""The values of each metric, as the specification lists them."""
WORST = MappingProxyType({"AV": "N", "AC": "L", "PR": "N", "UI": "N", "S": "U", "C": "H", "I": "H", "A": "H"})
TEMPORAL = ("E", "RL", "RC", "CR", "IR", "AR")
base_metrics = st.fixed_dictionaries({METRICS[name]: st.sampled_from(LETTERS[METRICS[name]]) for name in BASE})
other_metrics = st.fixed_dictionaries({letters: st.sampled_from(LETTERS[letters]) for letters in TEMPORAL})


@given(base=base_metrics, others=other_metrics)
def test_a_vector_comes_back_from_its_weights(base: dict[str, str], others: dict[str, str]) -> None:
    given_metrics = {**base, **others}
    said = {letters: given_metrics[letters] for letters in METRICS.values() if given_metrics.get(letters, "X") != "X"}

    made = vector_of(weights_of(said))

    assert made == "/".join(("CVSS:3.1", *(f"{letters}:{letter}" for letters, letter in said.items())))


@given(base=base_metrics)
def test_what_is_not_defined_weighs_nothing(base: dict[str, str]) -> None:
    weights = weights_of(base)

    assert tuple(weights) == tuple(METRICS)
    assert {weights[name] for name in METRICS if name not in BASE} == {Decimal(0)}


@pytest.mark.parametrize(("scope", "low", "high"), [("U", "0.62", "0.27"), ("C", "0.68", "0.5")])
def test_privileges_weigh_more_once_the_scope_changes(scope: str, low: str, high: str) -> None:
    found = [weights_of({"S": scope, "PR": letter})["privileges_required"] for letter in "LH"]

    assert found == [Decimal(low), Decimal(high)]


@pytest.mark.parametrize("name", BASE)
def test_a_base_metric_that_no_value_weighs_makes_no_vector(name: str) -> None:
    assert vector_of({**weights_of(WORST), name: Decimal("0.01")}) is None


def test_a_modified_metric_is_said_unless_it_is_zero() -> None:
    assert vector_of(weights_of({**WORST, "MAV": "P", "MC": "N"})) == "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P"
