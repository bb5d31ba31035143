"""The pure rules of executions: what an agent may record of its run, and how it is kept."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple

import orjson

from db_model.executions.types import Kind, Numbers, Repository, Strictness, Text
from errors import InvalidField, NumberOutOfRange
from forces.gate import MOST_DAYS
from policies.errors import InvalidSeverity, InvalidVulnerabilityGracePeriod
from scans.sarif.uris import without_user
from texts import of_length

MOST_LISTED = 1_000
"""In each list of an execution; how many there are in all may be told beside it."""
MOST_COUNTED = 1_000_000_000
LOG_BYTES = 1024 * 1024
LISTED_BYTES = 4 * 1024 * 1024
LONGEST = 2_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_EXIT_CODE = re.compile(r"-?[0-9]{1,3}")
_EXPLOITABILITY: Mapping[Decimal, str] = MappingProxyType(
    {
        Decimal("0.91"): "Unproven",
        Decimal("0.94"): "Proof of concept",
        Decimal("0.97"): "Functional",
        Decimal(1): "High",
    }
)


class Exploit(NamedTuple):
    """A vulnerability as the agent saw it."""

    kind: str | None = None
    who: str | None = None
    where: str | None = None
    state: str | None = None
    exploitability: float | None = None


class Listed(NamedTuple):
    """The vulnerabilities of an execution by how they stood, and how many there are of each where a list is cut."""

    open: tuple[Exploit, ...] = ()
    closed: tuple[Exploit, ...] = ()
    accepted: tuple[Exploit, ...] = ()
    numbers: Numbers | None = None


class Run(NamedTuple):
    """What an agent records of its run, as it was sent."""

    date: datetime
    exit_code: str
    strictness: str
    listed: Listed
    execution_id: str | None = None
    kind: str | None = None
    grace_period: int | None = None
    severity_threshold: float | None = None
    repository: Repository = Repository()
    log: Text | None = None


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of an execution: 1 to 128 ASCII letters, digits, `_` and `-`."""
    return _ID.fullmatch(text) is not None


def check_id(text: str) -> str:
    """Check the id of an execution; raises `InvalidField`."""
    if not is_id(text):
        raise InvalidField(field="executionId")
    return text


def check_exit_code(text: str) -> str:
    """Check an exit code, a number of up to three digits; raises `InvalidField`."""
    if not _EXIT_CODE.fullmatch(text):
        raise InvalidField(field="exitCode")
    return text


def read_kind(text: str | None, *, field: str = "kind") -> Kind:
    """Read a kind in whichever case; raises `InvalidField`."""
    try:
        return Kind.ALL if text is None else Kind(text.strip().upper())
    except ValueError as error:
        raise InvalidField(field=field) from error


def read_strictness(text: str) -> Strictness:
    """Read a strictness in whichever case; raises `InvalidField`."""
    try:
        return Strictness(text.strip().upper())
    except ValueError as error:
        raise InvalidField(field="strictness") from error


def check_repository(repository: Repository) -> Repository:
    """Check the lengths of what was built, and leave passwords out of its URL."""
    for name, text in repository._asdict().items():
        of_length(text or "", field=f"git{name.capitalize()}", high=LONGEST)
    return repository._replace(origin=repository.origin and without_user(repository.origin))


def check_grace_period(days: int | None) -> int:
    """Check a grace period; raises `InvalidVulnerabilityGracePeriod`."""
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise InvalidVulnerabilityGracePeriod
    return days or 0


def check_threshold(score: float | None) -> Decimal:
    """Check a threshold and round it to one decimal; raises `InvalidSeverity`."""
    if score is not None and not 0 <= score <= 10:
        raise InvalidSeverity
    return Decimal(str(score or 0)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def numbers_of(listed: Listed) -> Numbers:
    """Return how many vulnerabilities stood how: what is told, never less than what is listed; raises `NumberOutOfRange`."""
    lengths = Numbers(*map(len, (listed.open, listed.closed, listed.accepted)))
    for name, length in lengths._asdict().items():
        if length > MOST_LISTED:
            raise NumberOutOfRange(field=f"vulnerabilities.{name}", low=0, high=MOST_LISTED)
    for name, number in (listed.numbers or Numbers())._asdict().items():
        if not 0 <= number <= MOST_COUNTED:
            raise NumberOutOfRange(field=f"vulnerabilities.{name}", low=0, high=MOST_COUNTED)
    return lengths if listed.numbers is None else Numbers(*map(max, zip(listed.numbers, lengths, strict=True)))


def write_listed(listed: Listed) -> bytes | None:
    """Write the lists as JSON; `None` when they are empty. Raises `InvalidFieldLength`."""
    lists = {"open": listed.open, "closed": listed.closed, "accepted": listed.accepted}
    if not any(lists.values()):
        return None
    return orjson.dumps({name: [_checked(each)._asdict() for each in exploits] for name, exploits in lists.items()})


def read_listed(text: bytes) -> Mapping[str, Sequence[Exploit]]:
    """Read what `write_listed` wrote."""
    return {name: tuple(Exploit(**each) for each in exploits) for name, exploits in orjson.loads(text).items()}


def exploitability_word(number: float | None) -> str:
    """Return the word that is shown for an exploitability."""
    return "-" if number is None or not math.isfinite(number) else _EXPLOITABILITY.get(Decimal(str(number)).normalize(), "-")


def _checked(exploit: Exploit) -> Exploit:
    """Check the lengths of a vulnerability's texts."""
    for name in ("kind", "who", "where"):
        of_length(getattr(exploit, name) or "", field=name, high=LONGEST)
    return exploit
