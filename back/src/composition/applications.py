"""The web application on an open store."""

from importlib.metadata import version

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from api.context import Context
from api.schema import build_schema
from app.application import create_application
from app.resources import Resources
from authz.viewer import Viewer
from clock import Clock, system_clock
from composition.providers import KNOWN
from identity.domain import viewer_of_session, viewer_of_token
from identity.providers.registry import Known, choose
from loaders.bundle import Loaders
from settings import Settings
from settings.keys import Keys
from store import Store
from store.errors import StoreError
from store.measured import Calls, measured, measured_index
from store.values import Key


def create_app(
    settings: Settings,
    store: Store,
    keys: Keys,
    *,
    clock: Clock | None = None,
    registry: CollectorRegistry | None = None,
    known_providers: Known = KNOWN,
) -> Starlette:
    """Return the ASGI application, which closes the store when its lifespan ends.

    Raises `OpenField` for an unguarded schema, and `UnknownProvider`.
    """
    ticking = clock or system_clock()

    async def authenticate(secret: str | None) -> Viewer:
        return Viewer() if secret is None else await viewer_of_token(store.table, secret, now=ticking.now())

    async def authenticate_session(secret: str) -> Viewer:
        return await viewer_of_session(store.table, secret, now=ticking.now())

    def make_context(viewer: Viewer) -> Context:
        calls = Calls()
        counted = Store(table=measured(store.table, calls), blobs=store.blobs, index=measured_index(store.index, calls))
        return Context(loaders=Loaders(viewer, counted, ticking), settings=settings, keys=keys, clock=ticking, calls=calls)

    async def is_ready() -> bool:
        try:
            await store.table.get_many((Key("READY", "#"),))
            await store.index.check()
        except StoreError:
            return False
        return True

    async def close() -> None:
        await store.blobs.close()
        await store.index.close()
        await store.table.close()

    resources = Resources(
        settings=settings,
        clock=ticking,
        schema=build_schema(),
        authenticate=authenticate,
        authenticate_session=authenticate_session,
        make_context=make_context,
        make_loaders=lambda viewer: Loaders(viewer, store, ticking),
        blobs=store.blobs,
        is_ready=is_ready,
        close=close,
        keys=keys,
        providers=choose(settings, known_providers),
        version=version("integrates"),
    )
    return create_application(resources, registry)
