"""Where a role holds."""

from enum import StrEnum


class Level(StrEnum):
    """The three places that a person has a role in: the platform, an organization, a group."""

    USER = "user"
    ORGANIZATION = "organization"
    GROUP = "group"
