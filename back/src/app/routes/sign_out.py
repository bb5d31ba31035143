"""`POST /sign-out`: the session of this browser ends."""

from starlette.responses import Response
from starlette.routing import Route

from app.door import Door, Visit, forget, go_to, page_route
from app.paths import HOME, SIGN_OUT
from identity import sessions


def sign_out_route(door: Door) -> Route:
    """Return the route of signing out, which a browser without a session may ask for too."""

    async def answer(visit: Visit) -> Response:
        if visit.session is not None and not visit.viewer.is_anonymous:
            await sessions.end_own(visit.loaders, visit.session)
        return forget(door, go_to(HOME))

    return page_route(door, SIGN_OUT, answer, methods=("POST",))
