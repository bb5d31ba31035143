"""`/link/<secret>`: shown by GET, used by POST, so that nothing that only looks at links uses one up."""

from starlette.responses import Response
from starlette.routing import Route

from access.domain import normal_email
from app.door import Door, Visit, page_route, refuse_attempt, welcome
from app.form_fields import read_fields
from app.paths import LINK
from db_model.attempts.types import AttemptKind
from db_model.links.types import Link
from errors import DomainError
from identity import links
from identity.errors import LinkNotValid
from stakeholders import signing_in

_REASON = "who holds a sign-in link has no session yet"


def link_route(door: Door) -> Route:
    """Return the route of sign-in links."""

    async def answer(visit: Visit) -> Response:
        is_use = visit.request.method == "POST"
        refusal = await refuse_attempt(visit, AttemptKind.SIGN_IN if is_use else AttemptKind.LOOK)
        if refusal is not None:
            return refusal
        secret: str = visit.request.path_params["secret"]
        loaders = visit.system(_REASON)
        link = await links.find(loaders.store.table, secret, now=loaders.clock.now())
        if link is None:
            return _refuse(visit)
        return await _use(visit, link, secret) if is_use else visit.show("link", link=link, error=None, email="")

    return page_route(door, f"{LINK}/{{secret}}", answer, methods=("GET", "POST"))


async def _use(visit: Visit, link: Link, secret: str) -> Response:
    email = None
    if link.email is None:
        text = (await read_fields(visit.request)).get("email", "")
        try:
            email = normal_email(text.strip(), visit.door.resources.settings)
        except DomainError as error:
            message = str(error).removeprefix("Exception - ")
            return visit.show("link", status=400, link=link, error=message, email=text)
    try:
        session = await signing_in.by_link(visit.system(_REASON), secret, first_email=email, replaced=visit.session)
    except LinkNotValid:
        return _refuse(visit)
    return welcome(visit.door, session)


def _refuse(visit: Visit) -> Response:
    text = "It was used already, its 15 minutes are over, or it was never made. Ask who runs this service for a new one."
    return visit.refuse(404, "This link does not work", text, code=LinkNotValid.code)
