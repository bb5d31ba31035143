"""`/invitation/<secret>`: shown by GET, accepted by POST."""

from starlette.responses import Response
from starlette.routing import Route

from access import accepting
from access.accepting import SignInFirst, Waiting, is_of
from app.door import Door, Visit, go_to, page_route, refuse_attempt, welcome
from app.paths import HOME, INVITATION
from db_model.attempts.types import AttemptKind
from identity.errors import LinkNotValid

_REASON = "who holds the link of an invitation is not in its group yet"


def invitation_route(door: Door) -> Route:
    """Return the route of invitations."""

    async def answer(visit: Visit) -> Response:
        is_use = visit.request.method == "POST"
        refusal = await refuse_attempt(visit, AttemptKind.SIGN_IN if is_use else AttemptKind.LOOK)
        if refusal is not None:
            return refusal
        secret: str = visit.request.path_params["secret"]
        if is_use:
            return await _accept(visit, secret)
        waiting = await accepting.find(visit.system(_REASON), secret)
        return _refuse(visit) if waiting is None else _show(visit, waiting)

    return page_route(door, f"{INVITATION}/{{secret}}", answer, methods=("GET", "POST"))


async def _accept(visit: Visit, secret: str) -> Response:
    try:
        session = await accepting.accept(visit.system(_REASON), secret, viewer=visit.viewer, replaced=visit.session)
    except LinkNotValid:
        return _refuse(visit)
    except SignInFirst as error:
        return visit.refuse(403, "Sign in first", str(error), code=error.code)
    return go_to(HOME) if session is None else welcome(visit.door, session)


def _show(visit: Visit, waiting: Waiting) -> Response:
    may_accept = not waiting.is_known or is_of(visit.viewer, waiting.pending.email)
    return visit.show("invitation", waiting=waiting, may_accept=may_accept)


def _refuse(visit: Visit) -> Response:
    text = "It was accepted already, taken back, replaced by a newer one, or its week is over."
    return visit.refuse(404, "This invitation does not work", text, code=LinkNotValid.code)
