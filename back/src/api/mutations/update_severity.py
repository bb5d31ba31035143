"""`updateSeverity`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimpleFindingPayload
from api.mutations.severity_arguments import chosen_vector
from findings import domain as findings_domain
from severity.errors import InvalidCVSSVersion

_VERSIONS = frozenset({"3.1", "4.0"})


@finding_action("api_mutations_update_severity_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None, info: Info, /, *, finding_id: str, cvss_version: str, cvss_vector: str | None = None, **weights: str
) -> SimpleFindingPayload:
    """Give a finding another vector."""
    if cvss_version not in _VERSIONS:
        raise InvalidCVSSVersion
    loaders = info.context.loaders
    vector = chosen_vector(cvss_vector, weights)
    await findings_domain.update_severity(loaders, await findings_domain.get(loaders, finding_id), vector)
    return SimpleFindingPayload(await findings_domain.get(loaders, finding_id))
