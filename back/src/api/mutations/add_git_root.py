"""`addGitRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import AddRootPayload
from groups import domain as groups_domain
from roots import domain as roots_domain
from roots.rules import GitRequest


@group_action("api_mutations_add_git_root_mutate", attributes=("has_service_white",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    branch: str,
    environment: str,
    gitignore: list[str],
    group_name: str,
    includes_health_check: bool,
    url: str,
    nickname: str | None = None,
    use_vpn: bool | None = None,
) -> AddRootPayload:
    """Add a repository to a group."""
    loaders = info.context.loaders
    request = GitRequest(
        url=url,
        branch=branch,
        environment=environment,
        gitignore=gitignore,
        includes_health_check=includes_health_check,
        nickname=nickname,
        use_vpn=use_vpn,
    )
    root = await roots_domain.add_git(loaders, await groups_domain.get(loaders, group_name), request)
    return AddRootPayload(root.id)
