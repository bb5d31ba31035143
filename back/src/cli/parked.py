"""What an operator does with records that the index did not take: see them, replay them, forget them."""

import click
import orjson

from cli.opened import Opened, run
from clock import to_api_date
from db_model.parked_records import reads as parked_model
from db_model.parked_records.types import ParkedKind, ParkedRecord
from db_model.search import SEARCH
from indexer import parking
from settings import Settings
from store.errors import InvalidValue, StoreError, TooLarge

ALL = "all"
_MOST = 1_000


def show(settings: Settings, *, as_json: bool) -> None:
    """Print what is parked, the longest parked first, 1,000 at most."""
    found = run(settings, "an operator looks at parked records", _list)
    if as_json:
        click.echo(orjson.dumps([_to_json(parked) for parked in found]).decode())
        return
    for parked in found:
        click.echo(_line(parked))


def replay(settings: Settings, identifier: str) -> None:
    """Apply parked records anew; ends the command when one is still refused, or is none that can be."""
    wrong = run(settings, "an operator replays parked records", lambda opened: _replay(opened, identifier))
    if wrong:
        raise click.ClickException("\n".join(wrong))


def forget(settings: Settings, identifier: str) -> None:
    """Let go of a parked record."""

    async def work(opened: Opened) -> ParkedRecord:
        return await parking.forget(opened.loaders.store.table, identifier, now=opened.loaders.clock.now())

    try:
        forgotten = run(settings, "an operator forgets a parked record", work)
    except parking.NotParked as error:
        raise click.ClickException(f"nothing is parked as {identifier}") from error
    click.echo(f"{forgotten.id} is forgotten")


async def _list(opened: Opened) -> tuple[ParkedRecord, ...]:
    return await parked_model.longest_parked(opened.loaders.store.table, now=opened.loaders.clock.now(), first=_MOST)


async def _replay(opened: Opened, identifier: str) -> tuple[str, ...]:
    """Replay one record, or all that can be, and return what went wrong in words."""
    if identifier != ALL:
        return tuple(filter(None, [await _replay_one(opened, identifier)]))
    records = [parked for parked in await _list(opened) if parked.kind is ParkedKind.RECORD]
    return tuple(filter(None, [await _replay_one(opened, parked.id) for parked in records]))


async def _replay_one(opened: Opened, identifier: str) -> str | None:
    store, now = opened.loaders.store, opened.loaders.clock.now()
    try:
        await parking.replay(store.table, store.index, SEARCH, identifier, now=now)
    except parking.NotParked:
        return f"nothing is parked as {identifier}"
    except parking.NeedsRebuild:
        return f"{identifier} does not say what is missing: build the index anew, then --forget it"
    except (InvalidValue, TooLarge) as error:
        return f"{identifier} is still refused: {error}"
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a projection raises: the record stays parked, and the others go on
        return f"{identifier} is still refused: {type(error).__name__}: {error}"
    click.echo(f"{identifier} is applied")
    return None


def _line(parked: ParkedRecord) -> str:
    """Write a line for a record."""
    what = f"after {parked.sequence or 'the beginning'}" if parked.kind is ParkedKind.GAP else f"{parked.partition} {parked.sort}"
    return f"{parked.id}  {parked.kind.value}  {parked.shard}  {what}  {parked.error}  parked {to_api_date(parked.parked_at)} UTC"


def _to_json(parked: ParkedRecord) -> dict[str, object]:
    """Return what is shown of a record; what its item was is not."""
    return {
        "id": parked.id,
        "kind": parked.kind.value,
        "feed": parked.feed,
        "shard": parked.shard,
        "sequence": parked.sequence,
        "partition": parked.partition,
        "sort": parked.sort,
        "error": parked.error,
        "parkedAt": to_api_date(parked.parked_at),
        "writtenAt": None if parked.written_at is None else to_api_date(parked.written_at),
    }
