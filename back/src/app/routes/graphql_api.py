"""`POST /api`: GraphQL over HTTP."""

import time
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.executor.documents import Documents
from api.executor.reply import Operation, Reply, Spending, reply_refused
from api.executor.request import GraphQLRequest
from api.executor.run import check_request, run
from api.limits.refused import Refused
from app.buckets import Buckets
from app.caller import Identify
from app.content_type import ContentType, classify_content_type
from app.form_request import FormReader
from app.measures import Measures
from app.operation_log import note_operation
from app.paths import API
from app.receiving import BodyTooSlow, receive_request
from app.replies import JSON, reply_error, reply_too_many
from app.resources import Resources
from app.viewer_budget import ViewerBudget, viewer_key
from authz.viewer import Viewer


class Api(NamedTuple):
    """What the route needs beside the resources."""

    resources: Resources
    identify: Identify
    documents: Documents
    requests: Buckets
    costs: Buckets
    measures: Measures


def graphql_route(api: Api) -> Route:
    """Return the route of the API."""

    async def answer(request: Request) -> Response:
        return await _answer(api, request)

    return Route(API, answer, methods=["POST"])


async def _answer(api: Api, request: Request) -> Response:
    begin = time.perf_counter()
    content_type = classify_content_type(request.headers.get("content-type"))
    refusal = _refuse_kind_of_body(content_type, request.headers.get("content-encoding", "identity"))
    if refusal is not None:
        return refusal
    viewer = await api.identify(request)
    if content_type is ContentType.MULTIPART and viewer.is_anonymous:
        return reply_error(401, "LOGIN_REQUIRED", "Login required", headers={"WWW-Authenticate": "Bearer"})
    key = viewer_key(viewer, request.scope.get("state", {}).get("address", "unknown"))
    wait = api.requests.take(key)
    if wait:
        return reply_too_many("viewer_requests", api.requests.capacity, wait)
    try:
        reply, store_calls = await _receive_and_execute(api, request, viewer, ViewerBudget(api.costs, key))
    except BodyTooSlow:
        return reply_error(408, "REQUEST_TIMEOUT", "The body takes too long")
    note_operation(reply, viewer=viewer, seconds=time.perf_counter() - begin, store_calls=store_calls, measures=api.measures)
    headers = {"Retry-After": str(reply.retry_after)} if reply.retry_after else None
    return Response(reply.content, status_code=reply.status, headers=headers, media_type=JSON)


def _refuse_kind_of_body(content_type: ContentType, encoding: str) -> Response | None:
    if content_type is ContentType.OTHER:
        return reply_error(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8, or multipart/form-data with files")
    if encoding.lower() != "identity":
        return reply_error(415, "UNSUPPORTED_MEDIA_TYPE", "The body must have no Content-Encoding; a file in a form may be compressed")
    return None


async def _receive_and_execute(api: Api, request: Request, viewer: Viewer, budget: ViewerBudget) -> tuple[Reply, int]:
    """Return the answer, and how often the store was called for it. Raises `BodyTooSlow`."""
    resources = api.resources
    schema, limits = resources.schema, resources.settings.limits

    def check(asked: GraphQLRequest) -> None:
        check_request(asked, schema=schema, documents=api.documents, limits=limits)

    try:
        asked = await receive_request(request, FormReader(resources.blobs, limits, check))
    except Refused as refusal:
        return reply_refused(refusal, Operation(""), Spending(0, limits, budget)), 0
    context = resources.make_context(viewer)
    reply = await run(asked, schema=schema, context=context, documents=api.documents, limits=limits, budget=budget)
    return reply, context.store_calls
