"""Which attributes a group has: its state gives services, and services give attributes."""

from collections.abc import Callable
from typing import NamedTuple

from settings import Services


class GroupFacts(NamedTuple):
    """What the services of a group depend on."""

    is_active: bool
    is_continuous: bool
    is_oneshot: bool
    is_white: bool
    is_black: bool
    has_squad: bool
    has_machine: bool


class Service(NamedTuple):
    """A service: when a group has it, in words and as a function, and the attributes that it gives."""

    name: str
    words: str
    holds: Callable[[GroupFacts], bool]
    attributes: tuple[str, ...]
    is_open: bool = False
    """Whether every active group has it while the setting leaves services open."""


SERVICES: tuple[Service, ...] = (
    Service(
        name="asm",
        words="active",
        holds=lambda group: group.is_active,
        attributes=("has_asm",),
    ),
    Service(
        name="continuous",
        words="continuous",
        holds=lambda group: group.is_continuous,
        attributes=("is_continuous",),
    ),
    Service(
        name="forces",
        words="active and continuous",
        holds=lambda group: group.is_active and group.is_continuous,
        attributes=("has_forces", "is_fluidattacks_customer", "must_only_have_fluidattacks_hackers"),
    ),
    Service(
        name="report_vulnerabilities",
        words="active, and one-shot or continuous with squad or machine",
        holds=lambda group: group.is_active and (group.is_oneshot or (group.is_continuous and (group.has_squad or group.has_machine))),
        attributes=("can_report_vulnerabilities",),
        is_open=True,
    ),
    Service(
        name="request_zero_risk",
        words="active with squad or machine",
        holds=lambda group: group.is_active and (group.has_squad or group.has_machine),
        attributes=("can_request_zero_risk",),
        is_open=True,
    ),
    Service(
        name="service_black",
        words="active and black",
        holds=lambda group: group.is_active and group.is_black,
        attributes=("has_service_black", "is_fluidattacks_customer", "must_only_have_fluidattacks_hackers"),
        is_open=True,
    ),
    Service(
        name="service_white",
        words="active and white",
        holds=lambda group: group.is_active and group.is_white,
        attributes=("has_service_white", "is_fluidattacks_customer", "must_only_have_fluidattacks_hackers"),
        is_open=True,
    ),
    Service(
        name="squad",
        words="active with squad, continuous or one-shot",
        holds=lambda group: group.is_active and group.has_squad and (group.is_continuous or group.is_oneshot),
        attributes=("has_squad",),
    ),
)


def attributes_of(
    *, is_active: bool, subscription: str, service: str, has_squad: bool, has_machine: bool, mode: Services
) -> frozenset[str]:
    """Return the attributes of a group; `subscription` is CONTINUOUS or ONESHOT, `service` WHITE or BLACK."""
    facts = GroupFacts(
        is_active=is_active,
        is_continuous=subscription == "CONTINUOUS",
        is_oneshot=subscription == "ONESHOT",
        is_white=service == "WHITE",
        is_black=service == "BLACK",
        has_squad=has_squad,
        has_machine=has_machine,
    )
    return frozenset(attribute for item in SERVICES if _has(facts, item, mode) for attribute in item.attributes)


def _has(facts: GroupFacts, service: Service, mode: Services) -> bool:
    """Tell whether a group has a service, which the setting may open to every active group."""
    return service.holds(facts) or (facts.is_active and service.is_open and mode is Services.OPEN)
