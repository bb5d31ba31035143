"""The person and the parts of the profile."""

from datetime import datetime
from typing import NamedTuple


class StakeholderState(NamedTuple):
    """What an administrator changes of a person."""

    modified_by: str
    modified_at: datetime
    role: str | None = None


class Tours(NamedTuple):
    """Which introductions of the front-end a person has seen."""

    new_group: bool
    new_risk_exposure: bool
    new_root: bool
    welcome: bool


class Stakeholder(NamedTuple):
    """A person who can sign in, or a machine identity; the e-mail is lower case."""

    email: str
    state: StakeholderState
    tours: Tours
    is_registered: bool
    legal_remember: bool
    first_name: str | None = None
    last_name: str | None = None
    registered_at: datetime | None = None
    last_login_at: datetime | None = None
    organizations: frozenset[str] = frozenset()
    """The ids of the organizations that the person is in."""
    access_tokens: tuple[str, ...] = ()
    """The ids of the person's API tokens, oldest first: their number is limited here, where a race is seen."""
    version: int = 1
