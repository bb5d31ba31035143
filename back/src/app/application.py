"""Putting the application together."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import MappingProxyType
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.executor.documents import Documents
from app.buckets import Buckets
from app.caller import identify_with
from app.client_address import parse_networks
from app.cookies import SESSION_COOKIE, cookie_of
from app.door import Door
from app.lifecycle import Lifecycle
from app.measures import Measures, create_measures
from app.middleware.address_rate import limit_address_rate
from app.middleware.body_limit import limit_body
from app.middleware.error_boundary import catch_errors
from app.middleware.host import accepted_hosts, require_known_host
from app.middleware.in_flight import track_requests
from app.middleware.measure import measure_requests
from app.middleware.own_origin import require_own_origin
from app.middleware.security_headers import add_security_headers
from app.middleware.unread_body import finish_unread_body
from app.origin import origin_of
from app.pages import create_pages
from app.paths import API
from app.refusals import reply_refusal
from app.resources import Resources
from app.routes.explorer import explorer_route
from app.routes.export import export_route
from app.routes.graphql_api import Api, graphql_route
from app.routes.health import HEALTH_PATHS, health_routes
from app.routes.home import home_route
from app.routes.invitation import invitation_route
from app.routes.link import link_route
from app.routes.sessions import sessions_route
from app.routes.sign_in import sign_in_routes
from app.routes.sign_out import sign_out_route
from app.routes.static import static_route

_NOT_ALLOWED = 405
_CODES = MappingProxyType({404: "NOT_FOUND", _NOT_ALLOWED: "METHOD_NOT_ALLOWED"})


def create_application(resources: Resources, registry: CollectorRegistry | None = None) -> Starlette:
    """Return the ASGI application; it is counted in `registry`, and closes the resources when its lifespan ends."""
    lifecycle = Lifecycle(resources.close)
    measures = create_measures(registry or CollectorRegistry(), resources.version)
    rates, clock = resources.settings.own_rates, resources.clock
    cookie = cookie_of(resources.settings.public_url, SESSION_COOKIE)
    identify = identify_with(resources, cookie)
    api = Api(
        resources=resources,
        identify=identify,
        documents=Documents(resources.settings.limits.document_cache_bytes),
        requests=Buckets(rates.viewer_requests, clock),
        costs=Buckets(rates.viewer_cost, clock),
        measures=measures,
    )
    door = Door(resources=resources, pages=create_pages(), cookie=cookie, requests=api.requests)
    routes = [
        graphql_route(api),
        export_route(resources, identify, api.requests),
        *health_routes(lifecycle, resources.is_ready, resources.version),
        *_page_routes(door),
    ]
    application = Starlette(
        routes=routes,
        middleware=_list_middleware(door, lifecycle, measures, routes),
        exception_handlers={HTTPException: _create_error_handler(door, routes)},
        lifespan=_create_lifespan(lifecycle),
    )
    application.router.redirect_slashes = False
    application.state.lifecycle = lifecycle
    return application


def _page_routes(door: Door) -> list[Route]:
    """List the routes that people open in a browser."""
    return [
        home_route(door),
        explorer_route(door),
        sessions_route(door),
        sign_out_route(door),
        link_route(door),
        invitation_route(door),
        *sign_in_routes(door),
        static_route(),
    ]


def _list_middleware(door: Door, lifecycle: Lifecycle, measures: Measures, routes: list[Route]) -> list[Middleware]:
    """List the middleware from the outermost to the innermost."""
    resources, settings = door.resources, door.resources.settings
    origin = origin_of(settings.public_url)
    return [
        Middleware(track_requests, lifecycle=lifecycle),
        Middleware(finish_unread_body),
        Middleware(add_security_headers, is_https=urlsplit(settings.public_url).scheme == "https"),
        Middleware(measure_requests, measures=measures, routes=[route.path for route in routes]),
        Middleware(catch_errors),
        Middleware(limit_body, limits=settings.limits, upload_paths=(API,)),
        Middleware(
            limit_address_rate,
            buckets=Buckets(settings.own_rates.address_requests, resources.clock),
            trusted=parse_networks(settings.trusted_proxies),
        ),
        Middleware(require_known_host, hosts=accepted_hosts(settings)),
        Middleware(
            require_own_origin,
            origin=origin,
            cookie=door.cookie,
            open_paths=(API, *HEALTH_PATHS),
            refusal=_create_foreign_refusal(door, origin),
        ),
    ]


def _create_lifespan(lifecycle: Lifecycle) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await lifecycle.close()

    return lifespan


def _create_foreign_refusal(door: Door, origin: str) -> ASGIApp:
    """Return the answer to a request that another site's page may have made."""
    text = f"Exception - The request does not come from a page of {origin}: open the service under that address"

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await reply_refusal(door.pages, Request(scope), 403, "CSRF", text)(scope, receive, send)

    return refuse


def _create_error_handler(door: Door, routes: list[Route]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def reply(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        code = _CODES.get(error.status_code, "HTTP_ERROR")
        headers = {"Allow": _allowed(routes, request.scope)} if error.status_code == _NOT_ALLOWED else error.headers
        return reply_refusal(door.pages, request, error.status_code, code, error.detail, headers=headers)

    return reply


def _allowed(routes: list[Route], scope: Scope) -> str:
    """Return the methods that a path takes, of all its routes."""
    methods = (method for route in routes if route.matches(scope)[0] is not Match.NONE for method in route.methods or ())
    return ", ".join(sorted(methods))
