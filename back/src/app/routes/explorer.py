"""`GET /api`: a page to try the API on; what is typed there stays in its tab."""

from starlette.responses import Response
from starlette.routing import Route

from app.door import Door, Visit, page_route
from app.pages import SCRIPT_POLICY, reply_page
from app.paths import API


def explorer_route(door: Door) -> Route:
    """Return the route of the explorer."""

    async def answer(visit: Visit) -> Response:
        return reply_page(door.pages, "explorer", {"viewer": visit.viewer}, policy=SCRIPT_POLICY)

    return page_route(door, API, answer)
