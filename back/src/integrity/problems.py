"""What a check finds."""

from enum import StrEnum
from typing import NamedTuple


class Subject(StrEnum):
    """What does not agree with the rest."""

    BLOBS = "blobs"
    COUNTERS = "counters"
    ENGINE = "engine"
    GUARDS = "guards"
    HISTORIES = "histories"
    IDENTITIES = "identities"
    INDEX = "index"
    ITEMS = "items"
    ORPHANS = "orphans"


class Problem(NamedTuple):
    """Something that does not agree: what, where, and how, in words without any stored text."""

    subject: Subject
    place: str
    text: str
