"""`GET /export/…`: a filtered list as a file, written as it is read."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.errors import describe
from app.buckets import Buckets
from app.caller import Identify
from app.replies import reply_error, reply_too_many
from app.resources import Resources
from app.viewer_budget import viewer_key
from authz.decision import can_in_group
from authz.token_scopes import scope_allows
from authz.viewer import Viewer
from db_model.findings.types import Finding
from db_model.vulnerabilities.types import ZeroRiskStatus
from errors import AccessDenied, DomainError, InvalidField, InvalidParameter
from groups import domain as groups_domain
from loaders.bundle import Loaders
from reports import domain, sarif, spreadsheet
from store.errors import StoreError
from store.index import Search
from vulnerabilities.filters import Wanted

VULNERABILITIES_PATH = "/export/groups/{group_name}/vulnerabilities.{format}"
_ACTION = "api_resolvers_query_group_resolve"
"""That of the group whose list it is: the list has none of its own."""
_FILTERS = frozenset({"maxSeverity", "minSeverity", "root", "search", "stateStatus", "treatment", "type", "zeroRisk"})
"""The arguments of `Group.vulnerabilities`."""


async def _csv(loaders: Loaders, search: Search, now: datetime) -> AsyncIterator[bytes]:
    yield spreadsheet.head()
    async for page in domain.pages(loaders, search):
        yield spreadsheet.body(page, now=now)


async def _sarif(loaders: Loaders, search: Search, now: datetime) -> AsyncIterator[bytes]:
    yield sarif.head()
    findings: Mapping[str, Finding] = {}
    async for page in domain.pages(loaders, search):
        yield sarif.body(page, now=now, is_first=not findings)
        findings = {**findings, **{row.finding.id: row.finding for row in page}}
    yield sarif.tail(findings.values())


_FORMATS: Mapping[str, tuple[str, Callable[[Loaders, Search, datetime], AsyncIterator[bytes]]]] = MappingProxyType(
    {"csv": ("text/csv; charset=utf-8; header=present", _csv), "sarif": ("application/sarif+json", _sarif)}
)


def export_route(resources: Resources, identify: Identify, requests: Buckets) -> Route:
    """Return the route of exports."""

    async def answer(request: Request) -> Response:
        viewer = await identify(request)
        if viewer.is_anonymous:
            return reply_error(401, "LOGIN_REQUIRED", "Login required", headers={"WWW-Authenticate": "Bearer"})
        wait = requests.take(viewer_key(viewer, ""))
        if wait:
            return reply_too_many("viewer_requests", requests.capacity, wait)
        try:
            return await _export(resources.make_loaders(viewer), request)
        except DomainError as error:
            public = describe(error)
            return reply_error(403 if isinstance(error, AccessDenied) else 400, public.code, public.message, public.extensions)
        except StoreError as error:
            public = describe(error)
            return reply_error(503, public.code, public.message)

    return Route(VULNERABILITIES_PATH, answer, methods=["GET"])


async def _export(loaders: Loaders, request: Request) -> Response:
    """Answer with the file; what goes wrong behind its beginning breaks the connection, so that nobody takes a part for the whole."""
    name, file_format = request.path_params["group_name"].lower(), request.path_params["format"]
    if file_format not in _FORMATS:
        return reply_error(404, "NOT_FOUND", "Not Found")
    _check_access(loaders.viewer, name)
    group = await groups_domain.get(loaders, name)
    search = await domain.search_of(loaders, group, read_filters(request.query_params), root=request.query_params.get("root") or None)
    media_type, write = _FORMATS[file_format]
    headers = {"Content-Disposition": f'attachment; filename="{group.name}-vulnerabilities.{file_format}"'}
    return StreamingResponse(write(loaders, search, loaders.clock.now()), media_type=media_type, headers=headers)


def _check_access(viewer: Viewer, group_name: str) -> None:
    """Refuse whoever may not read the group, or whose token does not open it; raises `AccessDenied`."""
    is_open = scope_allows(viewer.credential, operation="query", field="group", group=group_name)
    if not (is_open and can_in_group(viewer, group_name, _ACTION)):
        raise AccessDenied


def read_filters(parameters: QueryParams) -> Wanted:
    """Read the filters of an address; raises `InvalidParameter` for one that there is not, or that comes twice, and `InvalidField`."""
    for name in parameters:
        if name not in _FILTERS or len(parameters.getlist(name)) > 1:
            raise InvalidParameter(field=name[:64])
    wanted = Wanted(
        state=parameters.get("stateStatus") or None,
        treatment=parameters.get("treatment") or None,
        type=parameters.get("type") or None,
        zero_risk=parameters.get("zeroRisk") or None,
        lowest=parameters.get("minSeverity"),
        highest=parameters.get("maxSeverity"),
        text=parameters.get("search"),
    )
    if wanted.zero_risk is not None and wanted.zero_risk not in set(ZeroRiskStatus):
        raise InvalidField(field="zeroRisk")
    return wanted
