"""`Me.isConcurrentSession`."""

from api.context import Info
from api.guards import unscoped
from api.resolvers.query.me import Me
from identity import sessions


@unscoped
async def resolve(parent: Me, info: Info) -> bool:
    """Tell whether the viewer has more than one live session."""
    context = info.context
    return len(await sessions.of_person(context.loaders.store.table, parent.person.email, now=context.clock.now())) > 1
