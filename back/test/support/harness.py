"""The whole service in a test: the ASGI application on a real SQLite store, a clock that tests move, callers by name."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx
import orjson
from starlette.applications import Starlette

import factories
from authz.viewer import system
from clock import Clock
from composition.applications import create_app
from composition.stores import open_keys, open_store
from db_model import commit as model_commit
from db_model.access_tokens import writes as access_tokens_model
from db_model.access_tokens.types import AccessToken
from db_model.change import Change
from db_model.findings import writes as findings_model
from db_model.findings.types import Finding
from db_model.group_access import writes as group_access_model
from db_model.group_access.types import GroupAccess
from db_model.groups import writes as groups_model
from db_model.groups.types import Group
from db_model.jobs import reads as jobs_reads
from db_model.organization_access import writes as organization_access_model
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations import writes as organizations_model
from db_model.organizations.types import Organization
from db_model.roots import writes as roots_model
from db_model.roots.types import Root
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from distributed import distributed_settings, distributed_store, is_distributed, rows_of
from jobs import domain as jobs_domain
from loaders.bundle import Loaders
from roots import uniqueness
from schedules import domain as schedules_domain
from schedules.table import SCHEDULES
from settings import Rates, Settings
from settings.keys import Keys
from store import Store
from store.measured import Calls, measured, measured_index
from worker.handlers import HANDLERS

Entity = Organization | Group | Finding | Root | Vulnerability | Stakeholder | OrganizationAccess | GroupAccess | AccessToken


@dataclass(slots=True)
class MovableTime:
    """A clock that stands until a test moves it."""

    now: datetime = factories.NOW

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by

    def clock(self) -> Clock:
        """Return the clock that the service reads."""
        return Clock(now=lambda: self.now)


class Answer(NamedTuple):
    """What a caller got."""

    status: int
    body: Mapping[str, Any]

    @property
    def data(self) -> Any:
        """Return the data."""
        return self.body.get("data")

    @property
    def errors(self) -> tuple[str, ...]:
        """Return the texts of the errors."""
        return tuple(error["message"] for error in self.body.get("errors", ()))

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the errors."""
        return tuple(error["extensions"]["code"] for error in self.body.get("errors", ()))


@dataclass(frozen=True, slots=True)
class Api:
    """The service, and the store under it."""

    application: Starlette
    client: httpx.AsyncClient
    store: Store
    calls: Calls
    """What the store was asked, by every request together; a test takes differences."""
    keys: Keys
    settings: Settings
    time: MovableTime
    secrets: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, as_: str | None = None, secret: str | None = None
    ) -> Answer:
        """Send a GraphQL request as a person who was `given`, or with a secret, or as nobody."""
        bearer = secret or (self.secrets[as_] if as_ else None)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        response = await self.client.post("/api", json={"query": document, "variables": dict(variables or {})}, headers=headers)
        return Answer(response.status_code, response.json())

    async def upload(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, bytes | Path],
        as_: str | None = None,
        secret: str | None = None,
    ) -> Answer:
        """Send a GraphQL request with files, each at the path of its variable, such as `file` or `input.file`, which is made null."""
        bearer = secret or (self.secrets[as_] if as_ else None)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        operations = {"query": document, "variables": with_nulls(variables or {}, files)}
        places = {str(number): [f"variables.{path}"] for number, path in enumerate(files)}
        parts = {str(number): _to_part(path, content) for number, (path, content) in enumerate(files.items())}
        fields = {"operations": orjson.dumps(operations).decode(), "map": orjson.dumps(places).decode()}
        response = await self.client.post("/api", data=fields, files=parts, headers=headers)
        return Answer(response.status_code, response.json())

    async def given(self, *entities: Entity) -> None:
        """Store entities as they are; each person gets an API token to ask with."""
        people = tuple(each for each in entities if isinstance(each, Stakeholder))
        tokens = {each.email: factories.token(each.email, at=self.time.now) for each in people}
        self.secrets.update({email: secret for email, (secret, _) in tokens.items()})
        with_tokens = tuple(
            each._replace(access_tokens=(tokens[each.email][1].id,)) if isinstance(each, Stakeholder) else each for each in entities
        )
        changes = tuple(chain.from_iterable(map(_changes, (*with_tokens, *(stored for _, stored in tokens.values())))))
        for start in range(0, len(changes), 20):
            await model_commit.write(self.store.table, changes[start : start + 20])

    async def work(self) -> None:
        """Do the jobs that are due, and those that they ask for, as a worker does."""
        while due := await jobs_reads.due(self.store.table, now=self.time.now, first=10):
            for job in due:
                claimed = await jobs_domain.claim(self.store, self.time.clock(), job, holder="a test")
                assert claimed is not None
                await jobs_domain.run(self.store, self.time.clock(), claimed, HANDLERS[job.kind], is_stopping=lambda: False)

    async def schedules(self) -> tuple[str, ...]:
        """Ask for the jobs of the schedules that are due and do them, as a worker does, and return the names of those schedules."""
        asked = await schedules_domain.ask(self.store, self.time.clock(), SCHEDULES)
        await self.work()
        return tuple(schedule.name for schedule in asked)

    def loaders(self) -> Loaders:
        """Return loaders that see everything, to look at what is stored."""
        return Loaders(system("a test looks"), self.store, self.time.clock())

    def snapshot(self) -> frozenset[tuple[object, ...]]:
        """Return all that is stored, to tell whether anything changed; less the tokens, whose use is noted."""
        if is_distributed():
            return frozenset(row for row in rows_of(self.settings) if not str(row[1]).startswith("TOKEN#"))
        with closing(sqlite3.connect(self.settings.data / "integrates.sqlite3")) as connection:
            rows = connection.execute("SELECT * FROM items WHERE partition NOT LIKE 'TOKEN#%'").fetchall()
        return frozenset(rows)


def with_nulls(variables: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Return variables with a null at each path, its last name added to what is there."""
    copy: dict[str, Any] = orjson.loads(orjson.dumps(dict(variables)))
    for path in paths:
        *parents, last = path.split(".")
        place: Any = copy
        for name in parents:
            place = place[int(name) if isinstance(place, list) else name]
        place[int(last) if isinstance(place, list) else last] = None
    return copy


def _to_part(path: str, content: bytes | Path) -> tuple[str, bytes]:
    """Return the name and the content of a file to send."""
    return (content.name, content.read_bytes()) if isinstance(content, Path) else (path, content)


def _root_with_guards(root: Root) -> tuple[Change, ...]:
    """Return the writes of a new root of a group that is tested all the time."""
    group = factories.group(root.group_name, organization_id=root.organization_id)
    held = (*uniqueness.of_target(root, group), uniqueness.of_nickname(root, root.nickname))
    return roots_model.add(root), *(roots_model.hold(guard, root.id, None) for guard in held)


_ADD: Mapping[type[Entity], Callable[[Any], Change | tuple[Change, ...]]] = MappingProxyType(
    {
        Organization: organizations_model.add,
        Group: groups_model.add,
        Finding: findings_model.add,
        Root: _root_with_guards,
        Vulnerability: vulnerabilities_model.add,
        Stakeholder: stakeholders_model.add,
        OrganizationAccess: organization_access_model.add,
        GroupAccess: group_access_model.add,
        AccessToken: access_tokens_model.add,
    }
)


def _changes(entity: Entity) -> tuple[Change, ...]:
    """Return the writes of a new entity."""
    made = _ADD[type(entity)](entity)
    return (made,) if isinstance(made, Change) else made


@asynccontextmanager
async def serving(folder: Path, **changes: Any) -> AsyncIterator[Api]:
    """Open the service on a folder, or on the engines that the environment names, without rate limits unless a test sets them."""
    async with AsyncExitStack() as ends:
        given = ends.enter_context(distributed_settings(folder)) if is_distributed() else {"data": folder / "data"}
        settings = Settings(**{**given, "rates": Rates(address_requests=0, viewer_requests=0, viewer_cost=0), **changes})
        keys = open_keys(settings)
        opened = await ends.enter_async_context(_opened(settings, keys))
        calls, time = Calls(), MovableTime()
        store = replace(opened, table=measured(opened.table, calls), index=measured_index(opened.index, calls))
        application = create_app(settings, store, keys, clock=time.clock())
        await ends.enter_async_context(application.router.lifespan_context(application))
        transport = httpx.ASGITransport(app=application)
        client = await ends.enter_async_context(httpx.AsyncClient(transport=transport, base_url=settings.public_url))
        yield Api(application, client, store, calls, keys, settings, time)


@asynccontextmanager
async def _opened(settings: Settings, keys: Keys) -> AsyncIterator[Store]:
    """Open the store; the application closes it."""
    if is_distributed():
        async with distributed_store(settings) as store:
            yield store
    else:
        yield await open_store(settings, keys)
