"""`Group.vulnerabilities`."""

from api.connections import Connection
from api.context import Context, Info
from api.guards import of_parent
from api.searches import connect_search
from authz.scope import in_index
from db_model.groups.types import Group
from roots.nickname import LONGEST
from vulnerabilities.filters import Wanted, of_group


@of_parent
async def resolve(
    parent: Group,
    info: Info,
    *,
    first: int | None = None,
    after: str | None = None,
    search: str | None = None,
    min_severity: str | None = None,
    max_severity: str | None = None,
    root: str | None = None,
    state_status: str | None = None,
    treatment: str | None = None,
    type: str | None = None,  # noqa: A002 -- the API names it
    zero_risk: str | None = None,
) -> Connection:
    """Return a page of the released vulnerabilities, less those that are claimed to be no risk, the highest score first."""
    loaders = info.context.loaders
    wanted = Wanted(
        state=state_status,
        treatment=treatment,
        type=type,
        zero_risk=zero_risk,
        lowest=min_severity,
        highest=max_severity,
        text=search,
        root_ids=await _ids_of(info.context, parent, root) if root else None,
    )
    found = of_group(parent.name, in_index(loaders.scope), wanted)
    return await connect_search(info.context, found, lambda ids: loaders.vulnerability.load_many(list(ids)), first=first, after=after)


async def _ids_of(context: Context, group: Group, nickname: str) -> frozenset[str]:
    """Return the ids of the roots of a nickname, inactive ones too."""
    if len(nickname) > LONGEST:
        return frozenset()
    return frozenset(root.id for root in await context.loaders.roots_of_nickname.load((group.name, nickname)))
