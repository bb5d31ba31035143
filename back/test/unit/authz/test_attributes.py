"""The attributes of a group for every combination of what they depend on."""

from itertools import product
from typing import NamedTuple

import pytest

from authz.attributes import attributes_of
from settings import Services


class Facts(NamedTuple):
    """One combination."""

    is_active: bool
    subscription: str
    service: str
    has_squad: bool
    has_machine: bool


EVERY = [Facts(*values) for values in product((False, True), ("CONTINUOUS", "ONESHOT"), ("WHITE", "BLACK"), (False, True), (False, True))]


def _attributes(facts: Facts, mode: Services) -> frozenset[str]:
    return attributes_of(**facts._asdict(), mode=mode)


def _by_the_reference(facts: Facts) -> set[str]:
    """Say it the other way round: start from what an active group has, and take away."""
    if not facts.is_active:
        return {"is_continuous"} if facts.subscription == "CONTINUOUS" else set()
    expected = {
        "can_report_vulnerabilities",
        "can_request_zero_risk",
        "has_asm",
        "has_forces",
        "has_service_black" if facts.service == "BLACK" else "has_service_white",
        "has_squad",
        "is_continuous",
        "is_fluidattacks_customer",
        "must_only_have_fluidattacks_hackers",
    }
    if facts.subscription == "ONESHOT":
        expected -= {"has_forces", "is_continuous"}
    if not facts.has_squad:
        expected -= {"has_squad"}
    if not facts.has_squad and not facts.has_machine:
        expected -= {"can_request_zero_risk"}
        if facts.subscription == "CONTINUOUS":
            expected -= {"can_report_vulnerabilities"}
    return expected


@pytest.mark.parametrize("facts", EVERY)
def test_attributes_follow_the_public_conditions_when_services_are_as_there(facts: Facts) -> None:
    assert _attributes(facts, Services.AS_REFERENCE) == _by_the_reference(facts)


@pytest.mark.parametrize("facts", EVERY)
def test_open_services_add_four_attributes_to_every_active_group_and_none_to_others(facts: Facts) -> None:
    opened = {"can_report_vulnerabilities", "can_request_zero_risk", "has_service_black", "has_service_white"}

    assert _attributes(facts, Services.OPEN) == _by_the_reference(facts) | (opened if facts.is_active else set())


def test_the_plainest_active_group_has_these() -> None:
    plain = Facts(is_active=True, subscription="CONTINUOUS", service="WHITE", has_squad=False, has_machine=False)

    assert _attributes(plain, Services.AS_REFERENCE) == {
        "has_asm",
        "has_forces",
        "has_service_white",
        "is_continuous",
        "is_fluidattacks_customer",
        "must_only_have_fluidattacks_hackers",
    }
