"""The page of treatments and claims of no risk, made from the tables that the code follows.

`python -m vulnerabilities.document` prints it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from authz.levels import Level
from authz.matrix import roles_with
from db_model.vulnerabilities.acceptance import ALWAYS, breaks_from
from db_model.vulnerabilities.types import NO_RISK, Treatment
from errors import DomainError, InvalidChar
from texts.generated import print_or_check
from vulnerabilities import treatment, zero_risk
from vulnerabilities.assignment import ASSIGN_TO_OTHERS, ASSIGNS_TO_STAFF, MAY_BE_ASSIGNED
from vulnerabilities.bulk import MOST_IN_BULK
from vulnerabilities.errors import InvalidAssigned, InvalidJustificationMaxLength, VulnNotFound, VulnNotInFinding
from vulnerabilities.justification import LONGEST
from vulnerabilities.machine import ON_OPEN, Guard, Table
from vulnerabilities.rules import MOST_AT_ONCE


class Operation(NamedTuple):
    """The mutation that gives a command, and the action that guards it."""

    mutation: str
    action: str


_TREAT = Operation("updateVulnerabilitiesTreatment", "api_mutations_update_vulnerabilities_treatment_mutate")
_JUDGE = Operation("handleVulnerabilitiesAcceptance", "api_mutations_handle_vulnerabilities_acceptance_mutate")
_OF_TREATMENTS: Mapping[treatment.Command, Operation] = MappingProxyType(
    {
        treatment.Command.START: _TREAT,
        treatment.Command.ACCEPT: _TREAT,
        treatment.Command.SUBMIT: _TREAT,
        treatment.Command.APPROVE: _JUDGE,
        treatment.Command.REJECT: _JUDGE,
    }
)
"""The schedule gives the last command."""
_OF_CLAIMS: Mapping[zero_risk.Command, Operation] = MappingProxyType(
    {
        command: Operation(f"{command}VulnerabilitiesZeroRisk", f"api_mutations_{command}_vulnerabilities_zero_risk_mutate")
        for command in zero_risk.Command
    }
)
_SOMETIME = ALWAYS + timedelta(days=1)
_INTRODUCTION = f"""\
# Treatments and claims of no risk

This page is generated from the code by `python -m vulnerabilities.document`; edit the tables in `back/src/vulnerabilities/`, not the
page.

A vulnerability has a treatment, and it may be claimed to be no risk. The two do not depend on each other: what is claimed to be no
risk can be treated, and its treatment holds again when the claim is rejected. Both are histories, to which each step adds an entry.

A mutation takes up to {MOST_AT_ONCE} vulnerabilities of one finding and does all or nothing; its form with `Bulk` at the end takes up
to {MOST_IN_BULK:,} and answers an outcome for each. A refusal changes nothing. Whoever decides about what somebody else changed
meanwhile gets the code `CONFLICT`; in bulk it is read and decided anew once before."""
_TIME = """\
An acceptance for a time ends by itself. From its end on it reads as untreated wherever the API shows a treatment, and no build passes
by it any more; every day at midnight, UTC, the schedule `expireAcceptances` writes down which ones ended. Lists that filter by
treatment and the counts of `treatmentSummary` follow only then. Whatever is decided about it earlier writes down its end first."""
_REJECTION = """\
A rejection is an entry of the history, and with it, in the same transaction, the last treatment from before the submission is set
again: untreated if there was none, or if it was an acceptance that has ended meanwhile. A treatment therefore never stays rejected.
An approval keeps the assignee."""
_CLAIMS = """\
A claim that was rejected can be requested again, and so can one that was confirmed: the claim then waits for a decision, and what it is
about goes on not to count until that is a rejection."""


def treatment_page() -> str:
    """Return the page as Markdown, ending in a line break."""
    parts = (
        _INTRODUCTION,
        "## Guards of every command of a person",
        _guards((*_justification(), *_places(), *ON_OPEN)),
        "## Treatments",
        _standings(),
        _transitions(treatment.TABLE, "treatment"),
        _TIME,
        _REJECTION,
        "## Commands of treatments",
        _commands((command, _OF_TREATMENTS.get(command)) for command in treatment.Command),
        *_treatment_guards(),
        "## Who treats",
        _assignment(),
        "## Claims of no risk",
        _claims(),
        _transitions(zero_risk.TABLE, "claim"),
        _CLAIMS,
        "## Commands of claims",
        _commands(_OF_CLAIMS.items()),
    )
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))


def _error(error: type[DomainError]) -> str:
    """Name an error by its code."""
    return f"`{error.code}`"


def _told(error: type[DomainError], **values: object) -> tuple[str, str]:
    """Return the code and the text of an error."""
    return _error(error), f"`{error.template.format(**values)}`"


def _guards(guards: Iterable[Guard[Any] | tuple[str, str, str]]) -> str:
    """Return the table of what has to hold."""
    rows = ((each.words, *_told(each.error)) if isinstance(each, Guard) else each for each in guards)
    return _table(("what has to hold, in this order", "code", "text"), rows)


def _justification() -> Iterable[tuple[str, str, str]]:
    yield f"the justification has at most {LONGEST:,} characters", *_told(InvalidJustificationMaxLength, limit=LONGEST)
    yield "its characters are those of ordinary texts", *_told(InvalidChar, field="justification")


def _places() -> Iterable[tuple[str, str, str]]:
    yield "the vulnerability is there, and the caller's", *_told(VulnNotFound)
    yield f"it is of the finding (when it is treated: {_error(VulnNotFound)} too)", *_told(VulnNotInFinding)


def _standings() -> str:
    """Tell how each standing is stored, and whether it exempts."""
    rows = (
        (standing.value, f"`{status}`", f"`{acceptance}`" if acceptance else "", _exempts(standing))
        for standing, (status, acceptance) in treatment.STORED.items()
    )
    return _table(("treatment", "`treatmentStatus`", "`treatmentAcceptanceStatus`", "lets a build pass"), rows)


def _exempts(standing: treatment.Standing) -> str:
    """Tell in words until when a standing exempts."""
    status, acceptance = treatment.STORED[standing]
    match breaks_from(Treatment(status=status, modified_at=ALWAYS, acceptance=acceptance, accepted_until=_SOMETIME)):
        case None:
            return "yes"
        case moment if moment == _SOMETIME:
            return "until its date"
        case _:
            return ""


def _transitions(table: Table[Any, Any], what: str) -> str:
    """Return the table of a machine: the next state, or the code of the error."""
    commands = tuple(next(iter(table.values())))
    rows = ((state.value, *(_cell(table[state][command]) for command in commands)) for state in table)
    return _table((what, *(command.value for command in commands)), rows)


def _cell(cell: StrEnum | type[DomainError]) -> str:
    """Return the next state in words, or the code of an error."""
    return _error(cell) if isinstance(cell, type) else cell.value


def _commands(commands: Iterable[tuple[StrEnum, Operation | None]]) -> str:
    """Return the table of who may give which command, and how."""
    return _table(("command", "mutation", "roles of the group"), (_command(*each) for each in commands))


def _command(command: StrEnum, operation: Operation | None) -> tuple[str, str, str]:
    """Tell who may give a command, and how."""
    if operation is None:
        return command.value, "none: the schedule does, when the date has passed", ""
    return command.value, f"`{operation.mutation}`", _roles(roles_with(Level.GROUP, operation.action))


def _roles(roles: Iterable[str]) -> str:
    """Name roles in order."""
    return ", ".join(f"`{role}`" for role in sorted(roles))


def _treatment_guards() -> Iterable[str]:
    """Yield a table of what has to hold for each command that sets a treatment."""
    yield from (f"### To {command.value}\n\n{_guards(guards)}" for command, guards in treatment.GUARDS.items())


def _assignment() -> str:
    """Tell who treats what."""
    code, text = _told(InvalidAssigned)
    return (
        f"Who may name somebody else: {_roles(ASSIGN_TO_OTHERS)}.\n"
        "Everybody else, and a manager who names nobody, takes it on.\n\n"
        f"Who treats has to be a registered member in one of these roles: {_roles(roles_with(Level.GROUP, MAY_BE_ASSIGNED))}.\n"
        "So no tester can, although the table above lets some of them ask. A member with an address of a staff domain is named only by\n"
        f"who has the platform's action `{ASSIGNS_TO_STAFF}`.\n"
        f"Else the code is {code} and the text {text}."
    )


def _claims() -> str:
    """Tell how each claim is stored, and whether the vulnerability counts."""
    stored = {claim: zero_risk.STORED.get(claim) for claim in zero_risk.Claim}
    rows = ((claim.value, f"`{status}`" if status else "", "" if status in NO_RISK else "yes") for claim, status in stored.items())
    return _table(("claim", "`zeroRisk`", "counts, and can break a build"), rows)


if __name__ == "__main__":
    print_or_check(treatment_page(), module="vulnerabilities.document")
