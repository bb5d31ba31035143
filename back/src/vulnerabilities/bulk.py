"""Deciding about many vulnerabilities at once: each is done or refused for itself, in transactions that hold as many as fit."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

from db_model.change import Change
from db_model.vulnerabilities import facet
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from errors import DomainError
from loaders.bundle import Loaders
from store.bounds import TRANSACTION_ACTIONS
from store.errors import Conflict, StoreError, TooLarge
from vulnerabilities.deciding import Decision, audited, check_number, distinct, read

MOST_IN_BULK = 1_000
_FOR_CHANGES = TRANSACTION_ACTIONS - 1
"""One action is the audit record."""

Errors: TypeAlias = dict[str, Exception | None]
"""What went wrong by the ids, nothing for those that were done."""


class Outcome(NamedTuple):
    """What came of a decision for one vulnerability: done, or the error of a refusal or of the store."""

    id: str
    error: Exception | None = None


class _Step(NamedTuple):
    """What a vulnerability becomes."""

    old: Vulnerability
    steps: tuple[Vulnerability, ...]


class _Write(NamedTuple):
    """A vulnerability and the change that waits to be committed."""

    id: str
    change: Change


async def decide_each(loaders: Loaders, decision: Decision, ids: Sequence[str | None]) -> tuple[Outcome, ...]:
    """Decide about up to 1,000 vulnerabilities, each for itself, and return what came of each, in the order of the ids.

    One that somebody else changed meanwhile is read and decided anew once, alone. Raises `NumberOutOfRange`.
    """
    normal = distinct(ids)
    check_number(normal, most=MOST_IN_BULK)
    errors = await _round(loaders, decision, normal, at_once=_FOR_CHANGES)
    lost = tuple(identifier for identifier in normal if isinstance(errors[identifier], Conflict))
    if lost:
        for identifier in lost:
            loaders.vulnerability.clear(identifier)
            loaders.vulnerability_treatments.clear(identifier)
        errors |= await _round(loaders, decision, lost, at_once=1)
    return tuple(Outcome(identifier, errors[identifier]) for identifier in normal)


async def _round(loaders: Loaders, decision: Decision, ids: Sequence[str], *, at_once: int) -> Errors:
    """Read, decide and commit, up to so many actions at once; what needs more for itself is alone."""
    found = await read(loaders, decision, ids)
    errors: Errors = {identifier: each for identifier, each in found.items() if isinstance(each, DomainError)}
    there = tuple(each for each in found.values() if isinstance(each, Vulnerability))
    steps_of = await decision.prepare(tuple(each.id for each in there))
    taken = list[_Step]()
    for each in there:
        try:
            taken.append(_Step(each, steps_of(each)))
        except DomainError as error:
            errors[each.id] = error
    tasks = list[asyncio.Task[Errors]]()
    async with asyncio.TaskGroup() as group:
        for batch in _packed(taken, at_once):
            tasks.append(group.create_task(_commit(loaders, decision, batch)))
            # Making the items takes time, and others are to have their turn on the loop between two batches.
            await asyncio.sleep(0)
    return errors | dict(chain.from_iterable(task.result().items() for task in tasks))


def _packed(taken: Iterable[_Step], most: int) -> Iterator[tuple[_Write, ...]]:
    """Yield the writes of as many vulnerabilities as fit into a transaction."""
    batch: tuple[_Write, ...] = ()
    actions = 0
    for old, steps in taken:
        write = _Write(old.id, vulnerabilities_model.update_by_steps(old, steps))
        if batch and actions + len(write.change.writes) > most:
            yield batch
            batch, actions = (), 0
        batch, actions = (*batch, write), actions + len(write.change.writes)
    if batch:
        yield batch


async def _commit(loaders: Loaders, decision: Decision, batch: tuple[_Write, ...]) -> Errors:
    """Commit a batch in one transaction, less those that somebody changed meanwhile; a batch that is too large goes in halves."""
    ids = tuple(write.id for write in batch)
    try:
        await loaders.commit(audited(decision, f"{decision.command}Bulk", ids), *(write.change for write in batch))
    except Conflict as error:
        met = {key.partition for key in error.keys}
        rest = tuple(write for write in batch if facet.key(write.id).partition not in met)
        lost: Errors = {identifier: error for identifier in ids if facet.key(identifier).partition in met}
        return lost | await _commit(loaders, decision, rest) if lost and rest else dict.fromkeys(ids, error)
    except TooLarge as error:
        if len(batch) == 1:
            return {ids[0]: error}
        half = len(batch) // 2
        return await _commit(loaders, decision, batch[:half]) | await _commit(loaders, decision, batch[half:])
    except StoreError as error:
        return dict.fromkeys(ids, error)
    return dict.fromkeys(ids)
