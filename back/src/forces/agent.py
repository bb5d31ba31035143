"""The CI agent of a group: a person of its own, whose one token does what its role may."""

from datetime import timedelta

from access import joining
from access.rules import granted
from authz.roles import GroupRole
from authz.viewer import TokenScope
from db_model.access_state import AccessState
from db_model.access_tokens import writes as access_tokens_model
from db_model.access_tokens.types import AccessToken
from db_model.groups.types import Group
from identity import tokens
from identity.secret import issue
from loaders.bundle import Command, Loaders

TOKEN_NAME = "Forces Token"  # noqa: S105 -- what a token is called, not one
RESPONSIBILITY = "Forces service user"
_SCOPES = frozenset({TokenScope.GATE, TokenScope.IMPORT})
"""All that the role may do; that it is limited to the group follows from the token, whatever becomes of the person."""
_MARGIN = timedelta(minutes=1)
"""A token must end before the longest life is over."""


def email_of(group_name: str, service_domain: str) -> str:
    """Return the e-mail by which the agent of a group is known."""
    return f"forces.{group_name}@{service_domain}"


async def issue_token(loaders: Loaders, group: Group, *, service_domain: str) -> str:
    """Make the token of a group's agent in place of the former one, and the agent with it if need be: all in one commit.

    An agent whom somebody gave another role gets its own back, so that whoever may do this gains nothing by it.
    """
    now, by = loaders.clock.now(), loaders.viewer.email or "system"
    email = email_of(group.name, service_domain)
    system = loaders.as_system("the agent of a group, whom its members need not see")
    issued = issue()
    request = tokens.TokenRequest(
        name=TOKEN_NAME, expires_at=now + tokens.LONGEST_LIFE - _MARGIN, scopes=_SCOPES, group_name=group.name, is_agents=True
    )
    tokens.check(request, now=now)
    token = tokens.to_token(request, issued, email=email, now=now)
    former = await _tokens(system, email)
    present = await system.group_access.load((email, group.name))
    state = _state(present.state if present else None) or granted(GroupRole.SERVICE_FORCES, responsibility=RESPONSIBILITY, by=by, now=now)
    joined = await joining.into_group(
        system,
        email=email,
        group=group,
        state=state,
        by=by,
        now=now,
        become=lambda person: person._replace(access_tokens=(token.id,)),
    )
    await loaders.commit(
        Command("updateForcesAccessToken", group.organization_id, group.name, (("email", email), ("token", token.id))),
        access_tokens_model.add(token),
        *tokens.removals(former),
        *joined,
    )
    return issued.secret


async def token_name(loaders: Loaders, group: Group, *, service_domain: str) -> str | None:
    """Return the name of the token of a group's agent: what it is, nobody is told again."""
    system = loaders.as_system("the agent of a group, whom its members need not see")
    found = await _tokens(system, email_of(group.name, service_domain))
    return next((token.name for token in found if token.group_name == group.name), None)


async def _tokens(system: Loaders, email: str) -> tuple[AccessToken, ...]:
    """Read the tokens of an agent that are not past their end."""
    person = await system.stakeholder.load(email)
    return () if person is None else await tokens.of_person(system, person)


def _state(present: AccessState | None) -> AccessState | None:
    """Return the access of an agent as it is, unless it is another role's or an offer."""
    is_agents = present is not None and present.role == GroupRole.SERVICE_FORCES and present.invitation is None
    return present if is_agents else None
