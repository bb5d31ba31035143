"""The counterparts of GraphQL operations, written by hand: routes of the same server that read the same rows and answer the same bytes.

They know the stored form of what they read, check no more than who asks, and make the answer with plain Python and orjson: the floor
for a layer that answers any question. `entities` reads through the codecs of the model as the service does, which tells what of the
time is that of the layer alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.cookies import SESSION_COOKIE, cookie_of, read
from authz.scope import in_index, scope_of
from authz.viewer import Viewer
from clock import Clock, to_api_date
from db_model.findings import facet as findings_facet
from db_model.findings import reads as findings_model
from db_model.groups import facet as groups_facet
from db_model.vulnerabilities import facet as vulnerabilities_facet
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus
from identity.domain import viewer_of_session, viewer_of_token
from store import Store
from vulnerabilities.filters import Wanted, of_group

LIST = """query List($group: String!, $first: Int) { group(groupName: $group) { vulnerabilities(first: $first) { edges { node {
  id findingId groupName where specific state currentState source severity reportDate lastStateDate treatmentStatus treatmentAssigned
  vulnerabilityType zeroRisk rule message fingerprint firstScan helpUri finding { title } } } } } }"""
SMALL = "{ me { userEmail role } }"
LIST_PATH, ENTITIES_PATH, SMALL_PATH = "/by-hand/list", "/by-hand/entities", "/by-hand/small"
_LEGACY = {VulnerabilityStatus.VULNERABLE: "open", VulnerabilityStatus.SAFE: "closed"}.get


class Hands(NamedTuple):
    """What the routes work with."""

    store: Store
    clock: Clock
    public_url: str


def add_routes(application: Starlette, hands: Hands) -> None:
    """Add the routes to an application that has not served yet."""
    for path, answer in ((LIST_PATH, _list), (ENTITIES_PATH, _entities), (SMALL_PATH, _small)):
        application.router.routes.append(Route(path, _bound(answer, hands)))


def _bound(answer: Callable[[Hands, Request], Awaitable[object]], hands: Hands) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        data = await answer(hands, request)
        # What an operation costs stands in its answer; here the caller tells it.
        cost = {"cost": int(request.query_params["cost"]), "limit": 50_000, "remaining": None}
        return Response(orjson.dumps({"data": data, "extensions": {"cost": cost}}), media_type="application/json")

    return respond


async def _small(hands: Hands, request: Request) -> object:
    secret = read(cookie_of(hands.public_url, SESSION_COOKIE), request.scope)
    viewer = await viewer_of_session(hands.store.table, secret or "", now=hands.clock.now())
    return {"me": {"userEmail": viewer.email, "role": viewer.user_role}}


async def _found(hands: Hands, request: Request) -> tuple[Viewer, tuple[str, ...]]:
    """Return who asks, and the ids of the page."""
    secret = request.headers["authorization"].removeprefix("Bearer ")
    viewer = await viewer_of_token(hands.store.table, secret, now=hands.clock.now())
    name = request.query_params["group"]
    await hands.store.table.get_many((groups_facet.key(name),))
    search = replace(of_group(name, in_index(scope_of(viewer)), Wanted()), first=int(request.query_params["first"]), with_total=False)
    return viewer, (await hands.store.index.search(search)).ids


async def _list(hands: Hands, request: Request) -> object:
    _, ids = await _found(hands, request)
    keys = [vulnerabilities_facet.key(identifier) for identifier in ids]
    items = await hands.store.table.get_many(keys)
    rows: list[Mapping[str, Any]] = [items[key].attributes for key in keys]
    findings = await hands.store.table.get_many({findings_facet.key(row["finding_id"]) for row in rows})
    titles = {key.partition.partition("#")[2]: item.attributes["title"] for key, item in findings.items()}
    return {"group": {"vulnerabilities": {"edges": [{"node": _of_item(row, titles)} for row in rows]}}}


def _of_item(row: Mapping[str, Any], titles: Mapping[str, object]) -> dict[str, object]:
    state, treatment, said = row["state"], row["treatment"], row["scanned"]
    return {
        "id": row["id"],
        "findingId": row["finding_id"],
        "groupName": row["group_name"],
        "where": state["where"],
        "specific": state["specific"],
        "state": state["status"],
        "currentState": _LEGACY(state["status"]),
        "source": state["source"].lower(),
        "severity": str(row["score"]),
        "reportDate": _date(row.get("released_at") or row["created_at"]),
        "lastStateDate": _date(state["modified_at"]),
        "treatmentStatus": treatment["status"],
        "treatmentAssigned": treatment.get("assigned"),
        "vulnerabilityType": row["type"].lower(),
        "zeroRisk": row["zero_risk"]["status"] if "zero_risk" in row else None,
        "rule": said["rule"],
        "message": said["message"],
        "fingerprint": said["fingerprint"],
        "firstScan": said["first_scan"],
        "helpUri": said.get("help_uri"),
        "finding": {"title": titles[row["finding_id"]]},
    }


def _date(stored: str) -> str:
    return stored[:19].replace("T", " ")


async def _entities(hands: Hands, request: Request) -> object:
    _, ids = await _found(hands, request)
    now = hands.clock.now()
    found = await vulnerabilities_model.get_many(hands.store.table, ids, now=now)
    findings = await findings_model.get_many(hands.store.table, sorted({each.finding_id for each in found.values()}), now=now)
    titles = {identifier: finding.title for identifier, finding in findings.items()}
    return {"group": {"vulnerabilities": {"edges": [{"node": _of_entity(found[identifier], titles)} for identifier in ids]}}}


def _of_entity(row: Vulnerability, titles: Mapping[str, object]) -> dict[str, object]:
    state, treatment, said = row.state, row.treatment, row.scanned
    return {
        "id": row.id,
        "findingId": row.finding_id,
        "groupName": row.group_name,
        "where": state.where,
        "specific": state.specific,
        "state": state.status,
        "currentState": _LEGACY(state.status),
        "source": state.source.lower(),
        "severity": str(row.score),
        "reportDate": to_api_date(row.reported_at),
        "lastStateDate": to_api_date(state.modified_at),
        "treatmentStatus": treatment.status,
        "treatmentAssigned": treatment.assigned,
        "vulnerabilityType": row.type.lower(),
        "zeroRisk": row.zero_risk.status if row.zero_risk else None,
        "rule": said.rule if said else None,
        "message": said.message if said else None,
        "fingerprint": said.fingerprint if said else None,
        "firstScan": said.first_scan if said else None,
        "helpUri": said.help_uri if said else None,
        "finding": {"title": titles[row.finding_id]},
    }
