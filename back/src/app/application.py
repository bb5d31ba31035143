"""Putting the application together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import MappingProxyType
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.executor.documents import Documents
from app.buckets import Buckets
from app.client_address import parse_networks
from app.lifecycle import Lifecycle
from app.measures import Measures, create_measures
from app.middleware.address_rate import limit_address_rate
from app.middleware.body_limit import limit_body
from app.middleware.error_boundary import catch_errors
from app.middleware.host import accepted_hosts, require_known_host
from app.middleware.in_flight import track_requests
from app.middleware.measure import measure_requests
from app.middleware.security_headers import add_security_headers
from app.middleware.unread_body import finish_unread_body
from app.replies import reply_error
from app.resources import Resources
from app.routes.export import export_route
from app.routes.graphql_api import API_PATH, Api, graphql_route
from app.routes.health import health_routes

_CODES = MappingProxyType({404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"})


def create_application(resources: Resources, registry: CollectorRegistry | None = None) -> Starlette:
    """Return the ASGI application; it is counted in `registry`, and closes the resources when its lifespan ends."""
    lifecycle = Lifecycle(resources.close)
    measures = create_measures(registry or CollectorRegistry(), resources.version)
    rates, clock = resources.settings.own_rates, resources.clock
    api = Api(
        resources=resources,
        documents=Documents(resources.settings.limits.document_cache_bytes),
        requests=Buckets(rates.viewer_requests, clock),
        costs=Buckets(rates.viewer_cost, clock),
        measures=measures,
    )
    routes = [graphql_route(api), export_route(resources, api.requests), *health_routes(lifecycle, resources.is_ready, resources.version)]
    application = Starlette(
        routes=routes,
        middleware=_list_middleware(resources, lifecycle, measures, routes),
        exception_handlers={HTTPException: _reply_http_error},
        lifespan=_create_lifespan(lifecycle),
    )
    application.router.redirect_slashes = False
    application.state.lifecycle = lifecycle
    return application


def _list_middleware(resources: Resources, lifecycle: Lifecycle, measures: Measures, routes: list[Route]) -> list[Middleware]:
    """List the middleware from the outermost to the innermost."""
    settings = resources.settings
    return [
        Middleware(track_requests, lifecycle=lifecycle),
        Middleware(finish_unread_body),
        Middleware(add_security_headers, is_https=urlsplit(settings.public_url).scheme == "https"),
        Middleware(measure_requests, measures=measures, routes=[route.path for route in routes]),
        Middleware(catch_errors),
        Middleware(limit_body, limits=settings.limits, upload_paths=(API_PATH,)),
        Middleware(
            limit_address_rate,
            buckets=Buckets(settings.own_rates.address_requests, resources.clock),
            trusted=parse_networks(settings.trusted_proxies),
        ),
        Middleware(require_known_host, hosts=accepted_hosts(settings)),
    ]


def _create_lifespan(lifecycle: Lifecycle) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await lifecycle.close()

    return lifespan


async def _reply_http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return reply_error(error.status_code, _CODES.get(error.status_code, "HTTP_ERROR"), error.detail, headers=error.headers)
