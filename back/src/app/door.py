"""What the pages have in common: who looks at them, how often, and what stands in the log of it."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import structlog
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.errors import describe
from app.buckets import Buckets
from app.caller import viewer_of_browser
from app.cookies import Cookie, drop, keep, read
from app.form_fields import BadForm
from app.pages import reply_notice, reply_page
from app.paths import HOME
from app.resources import Resources
from app.viewer_budget import viewer_key
from authz.viewer import Viewer, system
from db_model.attempts.types import AttemptKind
from errors import DomainError
from identity import attempts
from identity.sessions import LONGEST_LIFE
from loaders.bundle import Loaders
from store.errors import StoreError

_log = structlog.get_logger("app.pages")


class Door(NamedTuple):
    """What pages are made with."""

    resources: Resources
    pages: Environment
    cookie: Cookie
    """That of the session."""
    requests: Buckets


class Visit(NamedTuple):
    """A request for a page, and who asks."""

    door: Door
    request: Request
    viewer: Viewer

    def show(self, page: str, *, status: int = 200, **values: object) -> Response:
        """Answer with a page."""
        return reply_page(self.door.pages, page, {"viewer": self.viewer, **values}, status=status)

    def refuse(self, status: int, title: str, text: str, *, code: str) -> Response:
        """Answer with why not."""
        return reply_notice(self.door.pages, status, title, text, code=code, viewer=self.viewer)

    def system(self, reason: str) -> Loaders:
        """Return loaders that see everything, for what proves by itself that it may be done."""
        return self.door.resources.make_loaders(system(reason))

    @property
    def loaders(self) -> Loaders:
        """Return new loaders of the viewer."""
        return self.door.resources.make_loaders(self.viewer)

    @property
    def session(self) -> str | None:
        """Return the secret of the session that the browser has, good or not."""
        return read(self.door.cookie, self.request.scope)


Answer = Callable[[Visit], Awaitable[Response]]


def page_route(door: Door, path: str, answer: Answer, *, methods: Sequence[str] = ("GET",)) -> Route:
    """Return the route of a page; the log knows it by this path, in which a secret is only named."""

    async def respond(request: Request) -> Response:
        begin = time.perf_counter()
        viewer = await viewer_of_browser(door.resources, door.cookie, request)
        response = await _answer(Visit(door, request, viewer), answer)
        milliseconds = round((time.perf_counter() - begin) * 1_000, 3)
        _log.info("page", method=request.method, path=path, status=response.status_code, duration_ms=milliseconds, viewer=viewer.email)
        return response

    return Route(path, respond, methods=list(methods))


async def _answer(visit: Visit, answer: Answer) -> Response:
    wait = visit.door.requests.take(viewer_key(visit.viewer, address_of(visit.request)))
    if wait:
        return refuse_too_many(visit, wait)
    try:
        return await answer(visit)
    except BadForm:
        return visit.refuse(400, "That form cannot be read", "It is not one that our pages send.", code="BAD_REQUEST")
    except DomainError as error:
        return visit.refuse(400, "That cannot be done", str(error), code=error.code)
    except StoreError as error:
        public = describe(error)
        return visit.refuse(503, "Not now", public.message, code=public.code)


async def refuse_attempt(visit: Visit, kind: AttemptKind) -> Response | None:
    """Count an attempt at a secret, and return a refusal past the rate; the store counts, so that all processes agree."""
    resources = visit.door.resources
    limit = resources.settings.rates.sign_in if kind is AttemptKind.SIGN_IN else resources.settings.rates.link_look
    table = visit.system("an attempt is counted before anybody is known").store.table
    wait = await attempts.take(table, kind, address_of(visit.request), limit=limit, now=resources.clock.now())
    return refuse_too_many(visit, wait) if wait else None


def refuse_too_many(visit: Visit, seconds: int) -> Response:
    """Answer 429 with the seconds to wait."""
    text = f"Try again in {seconds} seconds."
    return reply_notice(
        visit.door.pages,
        429,
        "Too many attempts",
        text,
        code="TOO_MANY_REQUESTS",
        viewer=visit.viewer,
        headers={"Retry-After": str(seconds)},
    )


def address_of(request: Request) -> str:
    """Return what a caller is counted by."""
    address: str = request.scope.get("state", {}).get("address", "unknown")
    return address


def welcome(door: Door, secret: str) -> Response:
    """Let the browser keep a new session, and lead it home."""
    response = go_to(HOME)
    keep(response, door.cookie, secret, seconds=int(LONGEST_LIFE.total_seconds()))
    return response


def forget(door: Door, response: Response) -> Response:
    """Let the browser forget its session, and what our pages kept in its tabs."""
    drop(response, door.cookie)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def go_to(path: str) -> Response:
    """Lead the browser to a page."""
    return RedirectResponse(path, status_code=303)
