"""Pure writes of roots and of the guards of their unique values."""

from db_model import change
from db_model.change import Change
from db_model.codec import FORMAT
from db_model.roots.facet import FACET
from db_model.roots.guards import Guard, Holder, key
from db_model.roots.types import Root
from store.values import Check, Delete, Item, Put, VersionIs


def add(root: Root) -> Change:
    """Write a new root, without its guards."""
    return change.add(FACET, root)


def update(old: Root, new: Root) -> Change:
    """Write what a root became, without its guards."""
    return change.update(FACET, old, new)


def unchanged(root: Root) -> Change:
    """Change nothing of a root; the commit is a conflict when it is no longer as it was read."""
    return change.unchanged(FACET, root)


def hold(guard: Guard, root_id: str, holder: Holder | None) -> Change:
    """Let a root have a unique value: one that is free, that it has, or that it takes over from the holder that was read.

    The commit is a conflict when somebody else was faster.
    """
    if holder is None:
        return change.take_guard(guard.kind, guard.value, root_id)
    if holder.root_id == root_id:
        return Change(f"GUARD#{guard.kind}", (Check(key(guard), VersionIs(holder.version)),))
    item = Item(key=key(guard), version=holder.version + 1, attributes={"owner": root_id, FORMAT: 1})
    return Change(f"GUARD#{guard.kind}", (Put(item, VersionIs(holder.version)),))


def free(guard: Guard, holder: Holder) -> Change:
    """Give a unique value back; the commit is a conflict when it has another holder by now."""
    return Change(f"GUARD#{guard.kind}", (Delete(key(guard), VersionIs(holder.version)),))
