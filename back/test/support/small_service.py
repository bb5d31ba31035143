"""A service as small as can be, for tests of what stands around a schema."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Never

import httpx
from ariadne import MutationType, QueryType, make_executable_schema
from graphql import GraphQLSchema
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from api.scalars import SCALARS
from api.uploads import Upload
from app.application import create_application
from app.resources import Resources
from authz.viewer import Viewer
from clock import Clock
from memory_blobs import MemoryBlobs
from settings import Limits, Rates, Settings
from settings.keys import Keys

SDL = """
type Query {
  me: Person
  people: [Person!]!
  peopleConnection(first: Int = 100, after: String): PersonConnection!
  othersConnection(first: Int): PersonConnection!
  echo(text: String, numbers: [Int!], nested: [[[Int]]], filter: Filter, number: Float, id: ID): String
  raise(case: String!): String
  wait(name: String!): String
  strict: Person!
}
scalar Upload
type Mutation {
  note(text: String!): String
  wait(name: String!): String
  upload(file: Upload!, more: [Upload!], holder: Holder): [String!]!
}
input Holder { file: Upload name: String }
input Filter { name: String age: Int color: Color filter: Filter filters: [Filter!] }
enum Color { RED GREEN BLUE }
type PersonConnection { edges: [Edge!]! total: Int! }
type Edge { node: Person! cursor: String! }
interface Named { name: String }
type Person implements Named { id: ID! name: String age: Int bigNumber: Int friends: [Person!]! best: Person matrix: [[Person!]!]! TEXTS }
""".replace("TEXTS", " ".join(f"f{number}: String" for number in range(100)))

VIEWERS: Mapping[str, Viewer] = {"ada-secret": Viewer(email="ada@example.test"), "bob-secret": Viewer(email="bob@example.test")}
NO_RATES = Rates(address_requests=0, viewer_requests=0, viewer_cost=0)


def _has_no_lists(_viewer: Viewer) -> Never:
    """Fail: this service has nothing to export."""
    raise LookupError("the small service has no store")


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is moved."""

    moment: datetime = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)

    def clock(self) -> Clock:
        """Return what the service reads the time from."""
        return Clock(now=lambda: self.moment)


@dataclass(slots=True)
class SmallContext:
    """The context of a request of the small service."""

    viewer: Viewer
    service: "SmallService"
    store_calls: int = 0


@dataclass(slots=True)
class SmallService:
    """The small service and what happened in it."""

    clock: FakeClock = field(default_factory=FakeClock)
    failures: dict[str, Exception] = field(default_factory=dict)
    """What `raise(case:)` raises."""
    notes: list[str] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """What `wait(name:)` waits for."""
    entered: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    """Where the files of requests go."""
    closed: int = 0
    ready: Callable[[], Awaitable[bool]] | None = None
    authentication_failure: Exception | None = None

    async def authenticate(self, secret: str | None) -> Viewer:
        """Find the viewer of a secret."""
        if self.authentication_failure is not None:
            raise self.authentication_failure
        return VIEWERS.get(secret or "", Viewer())

    async def authenticate_session(self, secret: str) -> Viewer:
        """Find the viewer of a session, which here has the secret of a token."""
        return await self.authenticate(secret)

    async def is_ready(self) -> bool:
        """Answer as the test says."""
        return True if self.ready is None else await self.ready()

    async def close(self) -> None:
        """Count."""
        self.closed += 1

    def resources(self, *, limits: Limits | None = None, rates: Rates = NO_RATES, **settings: object) -> Resources:
        """Return what an application is made of."""
        return Resources(
            settings=Settings.model_validate({**settings, "limits": limits or Limits(), "rates": rates}),
            clock=self.clock.clock(),
            schema=small_schema(),
            authenticate=self.authenticate,
            authenticate_session=self.authenticate_session,
            make_context=lambda viewer: SmallContext(viewer=viewer, service=self),
            make_loaders=_has_no_lists,
            blobs=self.blobs,
            is_ready=self.is_ready,
            close=self.close,
            keys=Keys(records={}),
            providers=MappingProxyType({}),
            version="1.2.3",
        )

    def application(
        self, *, limits: Limits | None = None, rates: Rates = NO_RATES, registry: CollectorRegistry | None = None, **settings: object
    ) -> Starlette:
        """Return the application of this service."""
        return create_application(self.resources(limits=limits, rates=rates, **settings), registry)


PERSON: dict[str, object] = {"id": "1", "name": "Ada", "age": 36, "friends": [], "matrix": [], "big_number": 2**40}
PERSON["best"] = PERSON


def small_schema() -> GraphQLSchema:
    """Return the schema with its resolvers."""
    query, mutation = QueryType(), MutationType()
    query.set_field("me", lambda *_: PERSON)
    query.set_field("people", lambda *_: [PERSON, PERSON])
    query.set_field("strict", lambda *_: None)
    for name in ("peopleConnection", "othersConnection"):
        query.set_field(name, lambda *_, **__: {"edges": [{"node": PERSON, "cursor": "c"}], "total": 1})
    query.set_field("echo", lambda _, info, **arguments: _count(info.context, arguments.get("text", "nothing")))
    query.set_field("raise", _raise)
    query.set_field("wait", _wait)
    mutation.set_field("note", _note)
    mutation.set_field("wait", _wait)
    mutation.set_field("upload", _upload)
    return make_executable_schema(SDL, query, mutation, *(scalar for scalar in SCALARS if scalar.name == "Upload"))


def small_client(application: Starlette, *, secret: str | None = None, base_url: str = "http://localhost:8001") -> httpx.AsyncClient:
    """Return a client that speaks to an application in the same process."""
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=base_url, headers=headers)


def _count(context: SmallContext, value: object) -> object:
    context.store_calls += 1
    return value


def _raise(_: None, info: object, *, case: str) -> None:
    raise info.context.service.failures[case]  # type: ignore[attr-defined]  # the library types the resolver's info loosely


async def _wait(_: None, info: object, *, name: str) -> str:
    service: SmallService = info.context.service  # type: ignore[attr-defined]  # the same
    await service.entered.put(name)
    await service.gates.setdefault(name, asyncio.Event()).wait()
    service.notes.append(f"waited {name}")
    return name


def _upload(_: None, info: object, *, file: Upload, more: Sequence[Upload] = (), holder: Mapping[str, object] | None = None) -> list[str]:
    held = (holder or {}).get("file")
    files = (file, *more, *((held,) if isinstance(held, Upload) else ()))
    texts = [f"{each.filename} {each.content_type} {each.size} {each.digest}" for each in files]
    info.context.service.notes.extend(texts)  # type: ignore[attr-defined]  # the same
    return texts


async def _note(_: None, info: object, *, text: str) -> str:
    await asyncio.sleep(0)
    info.context.service.notes.append(text)  # type: ignore[attr-defined]  # the same
    return text
