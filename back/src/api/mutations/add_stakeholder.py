"""`addStakeholder`."""

from access import domain as access_domain
from api.context import Info
from api.guards import user_action
from api.mutations.payloads import AddStakeholderPayload
from stakeholders import domain as stakeholders_domain


@user_action("api_mutations_add_stakeholder_mutate")
async def resolve(
    _parent: None,
    info: Info,
    *,
    email: str,
    role: str,
    phone_number: str | None = None,  # noqa: ARG001 -- an older argument that is not kept
) -> AddStakeholderPayload:
    """Give a person a platform role."""
    normal = access_domain.normal_email(email, info.context.settings)
    await stakeholders_domain.add(info.context.loaders, email=normal, role=role)
    return AddStakeholderPayload(normal)
