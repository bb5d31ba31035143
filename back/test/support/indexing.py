"""What tests of the indexer share: an index that fails as planned, work on a memory feed, and what an index should hold."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge

from clock import system_clock
from indexer.loop import index
from indexer.measures import create_measures
from indexer.pauses import Backoff
from indexer.projecting import Target
from indexer.rules import Term
from indexer.work import Pace, Work
from store.errors import InvalidValue, StoreError
from store.feed import ChangeFeed
from store.index import Document, Operation, Remove, SearchSchema, Upsert
from store.table import Table
from store.values import Item

QUICK = Pace(
    term=Term(lasts=timedelta(seconds=1.5), skew=timedelta(milliseconds=100)),
    between_rounds=timedelta(milliseconds=60),
    between_lists=timedelta(milliseconds=200),
    idle=timedelta(milliseconds=10),
    backoff=Backoff(0.01, 0.1),
    to_stop=timedelta(seconds=2),
)
SECONDS = 20


@dataclass(slots=True)
class MemoryIndex:
    """The documents of an index by their collection and id, kept by the rule of versions; it fails as planned."""

    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    removed: dict[tuple[str, str], int] = field(default_factory=dict)
    failures: list[StoreError] = field(default_factory=list)
    """Raised by the next calls, one each; half of the operations are applied before."""
    refused: frozenset[str] = frozenset()
    """Ids of documents that it never takes."""
    is_down: StoreError | None = None
    log: list[Operation] = field(default_factory=list)
    """What was applied, in order, older versions included."""

    async def apply(self, operations: Sequence[Operation]) -> None:
        """Apply what is newer than what is here."""
        if self.is_down is not None:
            raise self.is_down
        if self.refused & {_place(operation)[1] for operation in operations}:
            raise InvalidValue("a document that no index takes")
        if self.failures:
            for operation in operations[: len(operations) // 2]:
                self._apply(operation)
            raise self.failures.pop(0)
        for operation in operations:
            self._apply(operation)

    def _apply(self, operation: Operation) -> None:
        self.log.append(operation)
        place = _place(operation)
        kept = self.documents[place].version if place in self.documents else 0
        removed = self.removed.get(place, 0)
        match operation:
            case Upsert(document=document) if document.version >= kept and document.version > removed:
                self.documents[place] = document
            case Remove(version=version) if version >= max(kept, removed):
                self.documents.pop(place, None)
                self.removed[place] = version


def _place(operation: Operation) -> tuple[str, str]:
    match operation:
        case Upsert(document=document):
            return document.collection, document.id
        case Remove(collection=collection, id=id_):
            return collection, id_


def work_on(feed: ChangeFeed, table: Table, target: Target, schema: SearchSchema, pace: Pace = QUICK) -> Work:
    """Return what an indexer of a test works with."""
    return Work(
        feed=feed, table=table, index=target, schema=schema, clock=system_clock(), measures=create_measures(CollectorRegistry()), pace=pace
    )


@asynccontextmanager
async def indexing(work: Work, number: int = 1) -> AsyncIterator[None]:
    """Run so many indexers until the end of the block, and see that they end well."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(index(work, stop))
        try:
            yield
        finally:
            stop.set()


async def until(look: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Look again and again, for some seconds at most, until something is so."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 -- what is looked at tells nobody
            await asyncio.sleep(0.005)


def documents_of(items: Iterable[Item], schema: SearchSchema) -> dict[tuple[str, str], Document]:
    """Return what an index holds that was told of all these items."""
    operations = (operation for item in items for operation in schema.projection(item.key, None, item))
    return {_place(each): each.document for each in operations if isinstance(each, Upsert)}


def value_of(work: Work, name: str, **labels: str) -> float:
    """Return what was measured."""
    metric = getattr(work.measures, name)
    assert isinstance(metric, Counter | Gauge)
    chosen = metric.labels(**labels) if labels else metric
    (family,) = chosen.collect()
    return next(sample.value for sample in family.samples if not sample.name.endswith("_created"))
