"""`updateGitRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from groups import domain as groups_domain
from roots import domain as roots_domain
from roots.rules import GitRequest


@group_action("api_mutations_update_git_root_mutate", attributes=("is_continuous",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    branch: str,
    environment: str,
    gitignore: list[str],
    group_name: str,
    id: str,  # noqa: A002 -- the name of the argument
    includes_health_check: bool,
    url: str,
    nickname: str | None = None,
    use_vpn: bool | None = None,
) -> SimplePayload:
    """Change a repository of a group."""
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
    await roots_domain.update_git(loaders, await groups_domain.get(loaders, group_name), id, request)
    return SimplePayload()
