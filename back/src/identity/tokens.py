"""API tokens: made and revoked by their person, shown once, limited in number, time and scope."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from authz.viewer import TokenScope
from db_model.access_tokens import writes as access_tokens_model
from db_model.access_tokens.types import AccessToken
from db_model.change import Change
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from errors import InvalidParameter
from identity.errors import InvalidExpirationTime, TokenCouldNotBeAdded, TokenNotFound
from identity.profile import own_profile
from identity.secret import Issued, issue
from loaders.bundle import Command, Loaders
from texts import not_blank, ordinary

LONGEST_LIFE = timedelta(weeks=26)
LONGEST_NAME = 20


class TokenRequest(NamedTuple):
    """The token that somebody wants; without scopes it may do all that its person may."""

    name: str
    expires_at: datetime
    scopes: frozenset[TokenScope] = frozenset()
    group_name: str | None = None
    is_agents: bool = False
    """Whether it is for a CI agent, whose uses are not noted."""


def expiration(seconds: int) -> datetime:
    """Read the API's expiration time, in seconds since 1970; raises `InvalidExpirationTime`."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise InvalidExpirationTime from error


def check(request: TokenRequest, *, now: datetime) -> None:
    """Check a request for a token by itself; raises the error of what is wrong."""
    not_blank(ordinary(request.name, field="name", low=1, high=LONGEST_NAME))
    if not now < request.expires_at < now + LONGEST_LIFE:
        raise InvalidExpirationTime
    if request.group_name is not None and not request.scopes:
        raise InvalidParameter(field="scopes")


def to_token(request: TokenRequest, issued: Issued, *, email: str, now: datetime) -> AccessToken:
    """Return what is stored of a new token."""
    return AccessToken(
        id=issued.id,
        email=email,
        name=request.name,
        digest=issued.digest,
        issued_at=now,
        expires_at=request.expires_at,
        scopes=frozenset(scope.value for scope in request.scopes),
        group_name=request.group_name,
        is_agents=request.is_agents,
    )


async def of_person(loaders: Loaders, person: Stakeholder) -> tuple[AccessToken, ...]:
    """Return the tokens of a person that are not past their end, oldest first."""
    found = await loaders.access_token.load_many(list(person.access_tokens))
    return tuple(token for token in found if token is not None)


async def add(loaders: Loaders, request: TokenRequest, *, limit: int, command: str, replace_name: bool = False) -> str:
    """Make a token for the viewer and return it: nobody can ever read it again.

    With `replace_name` the person's tokens of that name are revoked in the same commit. Raises the errors of `check`, and
    `TokenCouldNotBeAdded` past the limit.
    """
    person = await own_profile(loaders)
    return await add_for(loaders, person, request, limit=limit, command=command, replace_name=replace_name)


async def add_for(
    loaders: Loaders, person: Stakeholder, request: TokenRequest, *, limit: int, command: str, replace_name: bool = False
) -> str:
    """Make a token for a person, whom the loaders must be allowed to act for; see `add`."""
    now = loaders.clock.now()
    check(request, now=now)
    present = await of_person(loaders, person)
    replaced = tuple(token for token in present if replace_name and token.name == request.name)
    kept = tuple(token.id for token in present if token not in replaced)
    if len(kept) >= limit:
        raise TokenCouldNotBeAdded(limit=limit)
    issued = issue()
    token = to_token(request, issued, email=person.email, now=now)
    await loaders.commit(
        Command(command, group_name=request.group_name, details=(("email", person.email), ("token", token.id), ("name", token.name))),
        access_tokens_model.add(token),
        *map(access_tokens_model.remove, replaced),
        stakeholders_model.update(person, person._replace(access_tokens=(*kept, token.id))),
    )
    return issued.secret


async def revoke(loaders: Loaders, token_id: str | None) -> None:
    """Revoke one token of the viewer, or all; raises `TokenNotFound` unless it is one of the viewer's own."""
    person = await own_profile(loaders)
    wanted = tuple(token for token in await of_person(loaders, person) if token_id is None or token.id == token_id)
    if token_id is not None and not wanted:
        raise TokenNotFound
    gone = frozenset(token.id for token in wanted)
    await loaders.commit(
        Command("invalidateAccessToken", details=(("email", person.email), ("tokens", " ".join(sorted(gone))))),
        *removals(wanted),
        stakeholders_model.update(
            person, person._replace(access_tokens=tuple(identifier for identifier in person.access_tokens if identifier not in gone))
        ),
    )


def removals(tokens: tuple[AccessToken, ...]) -> tuple[Change, ...]:
    """Return the changes that end tokens."""
    return tuple(map(access_tokens_model.remove, tokens))
