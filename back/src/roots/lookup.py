"""Roots by their nicknames, decided on the guards of these."""

from db_model.groups.types import Group
from db_model.roots import guards
from db_model.roots import reads as roots_model
from db_model.roots.types import Root
from loaders.bundle import Loaders
from roots.errors import AmbiguousNickname


async def by_nickname(loaders: Loaders, group: Group, nickname: str) -> Root | None:
    """Load the root of this nickname; raises `AmbiguousNickname` when a repository, and an address or site, have it."""
    wanted = tuple(guards.guard(kind, group.name, nickname) for kind in sorted(guards.NICKNAMES))
    holders = await roots_model.holders(loaders.store.table, wanted)
    ids = sorted({holder.root_id for holder in holders.values()})
    found = tuple(root for root in await loaders.root.load_many(ids) if root is not None and root.group_name == group.name)
    if len(found) > 1:
        raise AmbiguousNickname(nickname=nickname)
    return found[0] if found else None
