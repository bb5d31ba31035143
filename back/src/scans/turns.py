"""Whose turn it is in a root: scans of one root are applied one after the other, in the order in which they were asked for."""

from datetime import timedelta

from clock import Clock
from db_model.change import Change
from db_model.scans import reads as scans_model
from db_model.scans import writes as scans_writes
from db_model.scans.types import Scan
from jobs.batches import NotYet
from store import Store

_WAIT = timedelta(seconds=1)


async def taking(store: Store, clock: Clock, scan: Scan) -> tuple[Change, ...]:
    """Return what gives a scan its turn, nothing when it has it; raises `NotYet` while another scan of the root comes first.

    A dry run waits too, as it would compare with half of what is being applied, but it lets nobody wait.
    """
    if scan.root_id is None:
        return ()
    holder = await scans_model.turn_of(store.table, scan.root_id)
    if holder == scan.id:
        return ()
    first = await scans_model.oldest_open(store.table, scan.root_id, now=clock.now())
    if holder is not None or (first is not None and first.id < scan.id):
        raise NotYet(_WAIT)
    return () if scan.request.is_dry_run else (scans_writes.take_turn(scan.root_id, scan.id),)


async def ending(store: Store, scan: Scan) -> tuple[Change, ...]:
    """Return what gives the turn of a scan to the next one, nothing when it has it not."""
    if scan.root_id is None or await scans_model.turn_of(store.table, scan.root_id) != scan.id:
        return ()
    return (scans_writes.end_turn(scan.root_id),)
