"""`Query.finding`."""

from api.context import Info
from api.guards import check_in_group, finding_action
from db_model.findings.types import Finding, is_released
from findings import domain as findings_domain


@finding_action("api_resolvers_query_finding_resolve", attributes=("has_asm",))
async def resolve(_parent: None, info: Info, *, identifier: str) -> Finding:
    """Load the finding of an id; drafts are for those who work on them."""
    finding = await findings_domain.get(info.context.loaders, identifier)
    if not is_released(finding):
        check_in_group(info, finding.group_name, "api_resolvers_query_finding__get_draft")
    return finding
