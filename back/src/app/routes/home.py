"""`GET /`: what is new in the groups of the person or, for nobody known, how to sign in."""

from starlette.responses import Response
from starlette.routing import Route

from app.door import Door, Visit, forget, page_route
from app.overview import read_overview
from app.paths import HOME


def home_route(door: Door) -> Route:
    """Return the route of the first page."""

    async def answer(visit: Visit) -> Response:
        if not visit.viewer.is_anonymous:
            return visit.show("home", overview=await read_overview(visit.loaders))
        response = visit.show("sign_in", providers=visit.door.resources.providers.values())
        return forget(door, response) if visit.session else response

    return page_route(door, HOME, answer)
