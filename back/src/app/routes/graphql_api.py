"""`POST /api`: GraphQL over HTTP."""

import asyncio
import time
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.executor.documents import Documents
from api.executor.reply import Operation, Reply, Spending, reply_refused
from api.executor.request import read_request
from api.executor.run import run
from api.limits.refused import Refused
from app.bearer import read_bearer
from app.buckets import Buckets
from app.content_type import ContentType, classify_content_type
from app.measures import Measures
from app.operation_log import note_operation
from app.replies import JSON, reply_error, reply_too_many
from app.resources import Resources
from app.viewer_budget import ViewerBudget, viewer_key
from authz.viewer import Viewer


class Api(NamedTuple):
    """What the route needs beside the resources."""

    resources: Resources
    documents: Documents
    requests: Buckets
    costs: Buckets
    measures: Measures


def graphql_route(api: Api) -> Route:
    """Return the route of the API."""

    async def answer(request: Request) -> Response:
        return await _answer(api, request)

    return Route("/api", answer, methods=["POST"])


async def _answer(api: Api, request: Request) -> Response:
    begin = time.perf_counter()
    content_type = classify_content_type(request.headers.get("content-type"))
    if content_type is ContentType.OTHER:
        return reply_error(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8")
    viewer = await api.resources.authenticate(read_bearer(request.headers.get("authorization")))
    if content_type is ContentType.MULTIPART:
        return _refuse_multipart(viewer)
    key = viewer_key(viewer, request.scope.get("state", {}).get("address", "unknown"))
    wait = api.requests.take(key)
    if wait:
        return reply_too_many("viewer_requests", api.requests.capacity, wait)
    try:
        async with asyncio.timeout(api.resources.settings.limits.operation_seconds):
            body = await request.body()
    except TimeoutError:
        return reply_error(408, "REQUEST_TIMEOUT", "The body takes too long")
    reply, store_calls = await _execute(api, viewer, key, body)
    note_operation(reply, viewer=viewer, seconds=time.perf_counter() - begin, store_calls=store_calls, measures=api.measures)
    headers = {"Retry-After": str(reply.retry_after)} if reply.retry_after else None
    return Response(reply.content, status_code=reply.status, headers=headers, media_type=JSON)


async def _execute(api: Api, viewer: Viewer, key: str, body: bytes) -> tuple[Reply, int]:
    """Return the answer, and how often the store was called for it."""
    limits = api.resources.settings.limits
    budget = ViewerBudget(api.costs, key)
    try:
        request = read_request(body, limits)
    except Refused as refusal:
        return reply_refused(refusal, Operation(""), Spending(0, limits, budget)), 0
    context = api.resources.make_context(viewer)
    reply = await run(request, schema=api.resources.schema, context=context, documents=api.documents, limits=limits, budget=budget)
    return reply, context.store_calls


def _refuse_multipart(viewer: Viewer) -> Response:
    if viewer.is_anonymous:
        return reply_error(401, "LOGIN_REQUIRED", "Login required", headers={"WWW-Authenticate": "Bearer"})
    return reply_error(415, "UNSUPPORTED_MEDIA_TYPE", "Uploads in multipart/form-data are not supported: send application/json")
