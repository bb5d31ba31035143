"""A store as one whose index follows its table, with a log of what is written and what is waited for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from db_model.scans.facet import TAG as SCAN
from store import Store
from store.values import Change, Position, Put


@dataclass(slots=True)
class Following:
    """A store whose index follows its table: it notes what is written and what is waited for, in order."""

    store: Store
    log: list[str] = field(default_factory=list)

    def opened(self) -> Store:
        return replace(self.store, table=_Table(self), index=_Index(self))  # type: ignore[arg-type] # the rest is looked up


@dataclass(slots=True)
class _Table:
    following: Following

    def __getattr__(self, name: str) -> object:
        return getattr(self.following.store.table, name)

    async def write(self, changes: Sequence[Change]) -> Position:
        await self.following.store.table.write(changes)
        token = str(sum(1 for entry in self.following.log if not entry.startswith("found")) + 1)
        what = "ended a scan" if any(map(_ends_a_scan, changes)) else "wrote"
        self.following.log.append(f"{what} {token}")
        return Position(token)


@dataclass(slots=True)
class _Index:
    following: Following

    def __getattr__(self, name: str) -> object:
        return getattr(self.following.store.index, name)

    async def wait_for(self, position: Position, within: timedelta) -> None:
        assert within <= timedelta(seconds=30)
        self.following.log.append(f"found {position.token}")


def _ends_a_scan(change: Change) -> bool:
    return isinstance(change, Put) and change.key.partition.startswith(f"{SCAN}#") and change.item.attributes.get("status") == "DONE"
