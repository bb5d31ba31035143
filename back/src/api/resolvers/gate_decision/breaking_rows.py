"""`GateDecision.breakingRows`."""

from typing import cast

from api.connections import Connection, Source, connect, known
from api.context import Context, Info
from api.guards import of_parent
from db_model.scan_rows import facet
from db_model.scan_rows.reads import RowPlace
from db_model.scan_rows.types import ScanRow
from forces import dry_run
from forces.decision import Decision
from store.values import After, Page


def source(context: Context, decision: Decision) -> Source[tuple[RowPlace, ScanRow]]:
    """Return the rows of a dry run that would break the build; without a dry run there are none."""
    scan = decision.scan
    scan_id = scan.id if scan else ""

    def place(row: tuple[RowPlace, ScanRow]) -> After:
        return facet.place(scan_id, *row[0])

    async def read(first: int, after: After | None) -> Page[tuple[RowPlace, ScanRow]]:
        if scan is None or not decision.counts.breaking:
            return Page((), None)
        begin = None if after is None else RowPlace(*facet.row_at(after))
        found = await dry_run.page(context.loaders.store.table, scan, decision.terms, after=begin, first=first + 1, now=context.clock.now())
        shown = found[:first]
        return Page(shown, place(shown[-1]) if len(found) > first else None)

    name = f"breakingRows\n{decision.terms.severity_threshold}"
    return Source(name, scan_id, read, place, known(decision.counts.breaking if scan else 0))


@of_parent
async def resolve(parent: Decision, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of them."""
    found = await connect(source(info.context, parent), info.context, first=first, after=after)
    return found._replace(edges=tuple(edge._replace(node=cast(tuple[RowPlace, ScanRow], edge.node)[1]) for edge in found.edges))
