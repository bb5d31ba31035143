"""How many vulnerabilities of a group are open and closed, and how many findings have open ones."""

from collections.abc import Callable

from api.context import Info
from api.guards import of_parent
from authz.scope import in_index
from db_model.groups.types import Group
from db_model.vulnerabilities.types import VulnerabilityStatus
from vulnerabilities.indicators import numbers_by_state, numbers_of_open_by_finding


def number_in(status: VulnerabilityStatus) -> Callable[..., object]:
    """Return a resolver that counts the vulnerabilities in a state."""

    @of_parent
    async def resolve(parent: Group, info: Info) -> int:
        loaders = info.context.loaders
        buckets = await loaders.buckets.load(numbers_by_state(parent.name, in_index(loaders.scope)))
        return next((int(str(bucket.metrics[0])) for bucket in buckets if bucket.key == (status.value,)), 0)

    return resolve


@of_parent
async def open_findings(parent: Group, info: Info) -> int:
    """Count the findings that have an open vulnerability."""
    loaders = info.context.loaders
    return len(await loaders.buckets.load(numbers_of_open_by_finding(parent.name, in_index(loaders.scope))))
