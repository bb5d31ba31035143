"""`/sign-in/<provider>`: to an identity provider and back. The one sign-in by GET: it ends only in the browser that began it."""

import asyncio
from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from access.domain import normal_email
from app.cookies import Cookie, cookie_of, drop, keep, read
from app.door import Door, Visit, page_route, refuse_attempt, welcome
from app.origin import origin_of
from app.paths import SIGN_IN
from db_model.attempts.types import AttemptKind
from identity.providers import challenges
from identity.providers.challenges import Begun
from identity.providers.provider import Provider, ProviderRefused
from stakeholders import signing_in

COOKIE = "integrates_sign_in"
_SECONDS = 15.0
"""What a provider gets for each of its two steps."""
_REASON = "who comes from an identity provider has no session yet"


def sign_in_routes(door: Door) -> list[Route]:
    """Return the routes to and from identity providers."""
    cookie = cookie_of(door.resources.settings.public_url, COOKIE)

    async def begin(visit: Visit) -> Response:
        provider = _find(visit)
        if provider is None:
            return _refuse_unknown(visit)
        return await refuse_attempt(visit, AttemptKind.LOOK) or await _begin(visit, provider, cookie)

    async def finish(visit: Visit) -> Response:
        provider = _find(visit)
        if provider is None:
            return _refuse_unknown(visit)
        response = await refuse_attempt(visit, AttemptKind.SIGN_IN) or await _finish(visit, provider, cookie)
        drop(response, cookie)
        return response

    path = f"{SIGN_IN}/{{provider}}"
    return [page_route(door, path, begin), page_route(door, f"{path}/callback", finish)]


async def _begin(visit: Visit, provider: Provider, cookie: Cookie) -> Response:
    resources = visit.door.resources
    begun = Begun(challenges.new_challenge(), resources.clock.now() + challenges.LIFE)
    try:
        async with asyncio.timeout(_SECONDS):
            address = await provider.begin(begun.challenge, callback=_callback(visit, provider))
    except (ProviderRefused, TimeoutError):
        return _refuse(visit, provider)
    response = RedirectResponse(address, status_code=303)
    sealed = challenges.seal(resources.keys, provider.name, begun)
    keep(response, cookie, sealed, seconds=int(challenges.LIFE.total_seconds()))
    return response


async def _finish(visit: Visit, provider: Provider, cookie: Cookie) -> Response:
    """Let in whom the provider has told, if there is such a person."""
    resources = visit.door.resources
    parameters = _parameters(visit)
    try:
        begun = challenges.unseal(resources.keys, provider.name, read(cookie, visit.request.scope) or "")
        challenges.check_return(begun, parameters.get("state", ""), now=resources.clock.now())
        async with asyncio.timeout(_SECONDS):
            proof = await provider.finish(begun.challenge, parameters, callback=_callback(visit, provider))
        email = normal_email(challenges.check_proof(begun.challenge, proof), resources.settings)
    except (ProviderRefused, TimeoutError):
        return _refuse(visit, provider)
    session = await signing_in.by_provider(visit.system(_REASON), email, replaced=visit.session)
    if session is None:
        text = f"{provider.label} says that you are {email}, and nobody of that address is here. Ask for an invitation."
        return visit.refuse(403, "You are not here yet", text, code="STAKEHOLDER_NOT_FOUND")
    return welcome(visit.door, session)


def _find(visit: Visit) -> Provider | None:
    return visit.door.resources.providers.get(visit.request.path_params["provider"])


def _callback(visit: Visit, provider: Provider) -> str:
    return f"{origin_of(visit.door.resources.settings.public_url)}{SIGN_IN}/{provider.name}/callback"


def _parameters(visit: Visit) -> Mapping[str, str]:
    """Return the parameters of the address; one that comes twice means nothing."""
    given = visit.request.query_params
    return {name: given[name] for name in given if len(given.getlist(name)) == 1}


def _refuse(visit: Visit, provider: Provider) -> Response:
    text = f"{provider.label} did not confirm who you are, or it took too long. Begin again."
    return visit.refuse(403, "That sign-in did not work", text, code=ProviderRefused.code)


def _refuse_unknown(visit: Visit) -> Response:
    return visit.refuse(404, "There is nothing here", "No identity provider has that name.", code="NOT_FOUND")
