"""`/sessions`: where the person is signed in, and ending that."""

from starlette.responses import Response
from starlette.routing import Route

from app.door import Door, Visit, forget, go_to, page_route
from app.form_fields import read_fields
from app.paths import HOME, SESSIONS
from db_model.sessions.types import Session
from identity import sessions

OTHERS = "others"
"""Stands for all sessions but this one."""


def sessions_route(door: Door) -> Route:
    """Return the route of the person's sessions."""

    async def answer(visit: Visit) -> Response:
        if visit.viewer.email is None:
            return visit.refuse(401, "Sign in first", "Only a signed-in person has sessions.", code="LOGIN_REQUIRED")
        loaders = visit.loaders
        own = await sessions.of_person(loaders.store.table, visit.viewer.email, now=loaders.clock.now())
        if visit.request.method == "POST":
            return await _end(visit, own, (await read_fields(visit.request)).get("session", ""))
        return visit.show("sessions", sessions=own[::-1], current=_current(visit))

    return page_route(door, SESSIONS, answer, methods=("GET", "POST"))


async def _end(visit: Visit, own: tuple[Session, ...], wanted: str) -> Response:
    """End one session or all others; one that is not the person's is as if it were not there."""
    current = _current(visit)
    ended = tuple(each for each in own if (each.id != current if wanted == OTHERS else each.id == wanted))
    if not ended and wanted != OTHERS:
        return visit.refuse(404, "There is no such session", "It has ended already.", code="SESSION_NOT_FOUND")
    if ended:
        await sessions.close(visit.loaders, ended)
    return forget(visit.door, go_to(HOME)) if wanted == current else go_to(SESSIONS)


def _current(visit: Visit) -> str:
    credential = visit.viewer.credential
    return credential.id if credential else ""
