"""`Scan.rows`."""

from typing import cast

from api.connections import Connection, Source, connect, known
from api.context import Context, Info
from api.guards import of_parent
from db_model.scan_rows import facet
from db_model.scan_rows import reads as rows_model
from db_model.scan_rows.reads import RowPlace
from db_model.scan_rows.types import ScanRow
from db_model.scans.types import Outcome, Scan
from store.values import After, Page


def _source(context: Context, scan: Scan, outcome: Outcome | None) -> Source[tuple[RowPlace, ScanRow]]:
    """Return the rows of a scan, those of one outcome if it is given."""

    def place(row: tuple[RowPlace, ScanRow]) -> After:
        return facet.place(scan.id, *row[0])

    async def read(first: int, after: After | None) -> Page[tuple[RowPlace, ScanRow]]:
        begin = None if after is None else RowPlace(*facet.row_at(after))
        found = await rows_model.page(context.loaders.store.table, scan.id, outcome, after=begin, first=first + 1, now=context.clock.now())
        shown = found[:first]
        return Page(shown, place(shown[-1]) if len(found) > first else None)

    numbers = scan.counts._asdict()
    wanted = (each for each in Outcome if each is not Outcome.UNCHANGED and outcome in {None, each})
    total = sum(numbers[each.value.lower()] for each in wanted)
    return Source("rows", f"{scan.id} {outcome}", read, place, known(total))


@of_parent
async def resolve(
    parent: Scan, info: Info, *, outcome: Outcome | None = None, first: int | None = None, after: str | None = None
) -> Connection:
    """Return a page of them."""
    found = await connect(_source(info.context, parent, outcome), info.context, first=first, after=after)
    return found._replace(edges=tuple(edge._replace(node=cast(tuple[RowPlace, ScanRow], edge.node)[1]) for edge in found.edges))
