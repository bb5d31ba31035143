"""What becomes of a decision in bulk when somebody else writes at the same time, or the store does not take it."""

from collections.abc import Sequence

import pytest

from authz.viewer import system
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability, ZeroRiskStatus
from harness import Api
from loaders.bundle import Command, Loaders
from meddling import Meddle, Meddled
from store import Store
from store.errors import Conflict, StoreError, Throttled, Unavailable
from store.values import Change
from triage_documents import claimed, several, stored
from vulnerabilities.bulk import decide_each
from vulnerabilities.triage import claiming_zero_risk
from vulnerabilities.zero_risk import Command as Claim
from world import FINDING, populate

HELD = several(120)
IDS = [each.id for each in HELD]


def concerns(changes: Sequence[Change], identifier: str) -> bool:
    """Tell whether a vulnerability is among what is written."""
    return any(identifier in change.key.partition for change in changes)


async def change(api: Api, *vulnerabilities: Vulnerability) -> None:
    """Let somebody else change vulnerabilities: what each is from now on."""
    present = await stored(api, *(each.id for each in vulnerabilities))
    changes = (
        vulnerabilities_model.update(old, new._replace(version=old.version)) for old, new in zip(present, vulnerabilities, strict=True)
    )
    await api.loaders().commit(Command("another"), *changes)


async def request_all(api: Api, meddle: Meddle) -> dict[str, str]:
    """Claim that all are no risk, and return the kinds of the errors by the ids."""
    store = Store(table=Meddled(api.store.table, meddle), blobs=api.store.blobs, index=api.store.index)
    loaders = Loaders(system("a test"), store, api.time.clock())
    outcomes = await decide_each(loaders, claiming_zero_risk(loaders, FINDING, Claim.REQUEST, justification="Because"), IDS)
    assert [outcome.id for outcome in outcomes] == IDS
    return {outcome.id: type(outcome.error).__name__ for outcome in outcomes if outcome.error is not None}


async def requested(api: Api) -> list[str]:
    """Return the ids of those that are claimed for this reason."""
    return [each.id for each in await stored(api, *IDS) if each.zero_risk and each.zero_risk.justification == "Because"]


async def test_what_was_changed_meanwhile_is_decided_anew_and_the_others_are_done(api: Api) -> None:
    await populate(api)
    await api.given(*HELD)
    first = {IDS[0]: HELD[0]._replace(tags=frozenset({"new"})), IDS[70]: claimed(HELD[70], ZeroRiskStatus.REQUESTED)}

    async def meddle(changes: Sequence[Change]) -> None:
        for identifier in [each for each in first if concerns(changes, each)]:
            await change(api, first.pop(identifier))

    errors = await request_all(api, meddle)

    assert errors == {IDS[70]: "AlreadyZeroRiskRequested"}
    assert await requested(api) == [*IDS[:70], *IDS[71:]]
    assert [(each.tags, each.version) for each in await stored(api, IDS[0])] == [(frozenset({"new"}), 3)]


async def test_what_is_changed_again_and_again_is_told_as_a_conflict(api: Api) -> None:
    await populate(api)
    await api.given(*HELD)
    numbers = iter(range(1_000))

    async def meddle(changes: Sequence[Change]) -> None:
        if concerns(changes, IDS[0]):
            await change(api, HELD[0]._replace(tags=frozenset({str(next(numbers))})))

    errors = await request_all(api, meddle)

    assert errors == {IDS[0]: "Conflict"}
    assert await requested(api) == IDS[1:]


@pytest.mark.parametrize("error", [Unavailable("gone"), Throttled("slower")])
async def test_what_the_store_does_not_take_is_told_for_those_of_its_transaction_alone(api: Api, error: StoreError) -> None:
    await populate(api)
    await api.given(*HELD)

    async def meddle(changes: Sequence[Change]) -> None:
        if concerns(changes, IDS[60]):
            raise error

    errors = await request_all(api, meddle)

    failed = [identifier for identifier in IDS if identifier in errors]
    assert set(errors.values()) == {type(error).__name__}
    assert (IDS[60] in failed, 1 <= len(failed) <= 49) == (True, True)
    assert await requested(api) == [identifier for identifier in IDS if identifier not in errors]


async def test_a_conflict_of_something_else_is_told_for_its_transaction(api: Api) -> None:
    await populate(api)
    await api.given(*HELD)

    async def meddle(_changes: Sequence[Change]) -> None:
        raise Conflict(())

    assert await request_all(api, meddle) == dict.fromkeys(IDS, "Conflict")
    assert await requested(api) == []
