"""What a table of a state machine is made of: cells that name the next state or the error, and guards with words for them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, is_released
from errors import DomainError
from vulnerabilities.errors import VulnAlreadyClosed, VulnerabilityHasNotBeenReleased

State = TypeVar("State")
Command = TypeVar("Command")
Case = TypeVar("Case")
Table: TypeAlias = Mapping[State, Mapping[Command, State | type[DomainError]]]


class Guard(NamedTuple, Generic[Case]):
    """What has to hold, in words and as a function, and the error of a case where it does not."""

    words: str
    holds: Callable[[Case], bool]
    error: type[DomainError]


def check(guards: Iterable[Guard[Case]], case: Case) -> None:
    """Raise the error of the first guard that does not hold."""
    for guard in guards:
        if not guard.holds(case):
            raise guard.error


def follow(table: Table[State, Command], state: State, command: Command) -> State:
    """Return the state that a command leads to; raises the error of one that leads nowhere."""
    cell = table[state][command]
    if isinstance(cell, type):
        raise cell
    return cell


ON_OPEN: tuple[Guard[Vulnerability], ...] = (
    Guard("the vulnerability is released", is_released, VulnerabilityHasNotBeenReleased),
    Guard("it is open", lambda vulnerability: vulnerability.state.status is not VulnerabilityStatus.SAFE, VulnAlreadyClosed),
)
"""What every command of a person asks of the vulnerability itself."""
