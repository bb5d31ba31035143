"""The execution and its parts."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Which places are judged: those in code (static), those of what runs (dynamic), or all."""

    ALL = "ALL"
    DYNAMIC = "DYNAMIC"
    STATIC = "STATIC"


class Strictness(StrEnum):
    """Whether what is found breaks the build."""

    LAX = "LAX"
    STRICT = "STRICT"


class Repository(NamedTuple):
    """What was built."""

    repo: str | None = None
    branch: str | None = None
    commit: str | None = None
    origin: str | None = None


class Text(NamedTuple):
    """A text that is kept as a blob: its digest and its bytes."""

    digest: str
    size: int


class Numbers(NamedTuple):
    """How many vulnerabilities stood how."""

    open: int = 0
    closed: int = 0
    accepted: int = 0


class Execution(NamedTuple):
    """A run of the CI agent."""

    id: str
    """Chosen by the agent, and unique in the group."""
    group_name: str
    organization_id: str
    date: datetime
    exit_code: str
    strictness: Strictness
    created_by: str
    created_at: datetime
    kind: Kind = Kind.ALL
    grace_period: int = 0
    """Days."""
    severity_threshold: Decimal = Decimal("0.0")
    repository: Repository = Repository()
    numbers: Numbers = Numbers()
    listed: Text | None = None
    """The vulnerabilities by how they stood, as JSON; absent if there were none."""
    log: Text | None = None
    version: int = 1
