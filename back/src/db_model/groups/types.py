"""The group and its parts."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from db_model.policies.types import Policies


class GroupStatus(StrEnum):
    """Whether a group is there for its members."""

    ACTIVE = "ACTIVE"
    DELETED = "DELETED"


class Language(StrEnum):
    """The language that a group's texts are written in."""

    EN = "EN"
    ES = "ES"


class ManagedType(StrEnum):
    """How a group is looked after."""

    MANAGED = "MANAGED"
    NOT_MANAGED = "NOT_MANAGED"
    TRIAL = "TRIAL"
    UNDER_REVIEW = "UNDER_REVIEW"


class ServiceType(StrEnum):
    """Whether testers see the source code (white) or not (black)."""

    BLACK = "BLACK"
    WHITE = "WHITE"


class SubscriptionType(StrEnum):
    """Whether a group is tested all the time or once."""

    CONTINUOUS = "CONTINUOUS"
    ONESHOT = "ONESHOT"


class TierType(StrEnum):
    """The level of service of a group."""

    FREE = "FREE"
    MACHINE = "MACHINE"
    ONESHOT = "ONESHOT"
    OTHER = "OTHER"
    SQUAD = "SQUAD"


class GroupState(NamedTuple):
    """What changes in the life of a group."""

    status: GroupStatus
    managed: ManagedType
    service: ServiceType
    subscription: SubscriptionType
    tier: TierType
    has_machine: bool
    has_squad: bool
    modified_by: str
    modified_at: datetime
    justification: str | None = None
    comments: str | None = None
    tags: frozenset[str] = frozenset()


class Group(NamedTuple):
    """What is tested and managed together; its name is lower case, unique for ever, and its id."""

    name: str
    organization_id: str
    description: str
    language: Language
    created_by: str
    created_at: datetime
    sprint_duration: int
    """Weeks."""
    sprint_start_at: datetime
    state: GroupState
    business_id: str | None = None
    business_name: str | None = None
    context: str | None = None
    disambiguation: str | None = None
    policies: Policies | None = None
    version: int = 1


def is_active(group: Group) -> bool:
    """Tell whether a group is there for its members."""
    return group.state.status is GroupStatus.ACTIVE
