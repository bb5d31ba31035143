import pytest

from app.lifecycle import lifecycle_of
from small_service import SmallService, small_client
from store.errors import Unavailable


async def answer(service: SmallService, path: str, *, draining: bool = False) -> tuple[int, dict[str, str]]:
    application = service.application()
    if draining:
        lifecycle_of(application).drain()
    async with small_client(application) as client:
        response = await client.get(path)
    return response.status_code, response.json()


async def not_ready() -> bool:
    return False


async def failing() -> bool:
    raise Unavailable("disk")


async def test_a_process_that_serves_is_live_and_ready_and_tells_its_version() -> None:
    service = SmallService()

    assert await answer(service, "/live") == (200, {"status": "live"})
    assert await answer(service, "/ready") == (200, {"status": "ready"})
    assert await answer(service, "/version") == (200, {"version": "1.2.3"})


async def test_a_process_about_to_stop_is_live_and_not_ready() -> None:
    service = SmallService()

    assert await answer(service, "/live", draining=True) == (200, {"status": "live"})
    assert await answer(service, "/ready", draining=True) == (503, {"status": "draining"})


@pytest.mark.parametrize("is_ready", [not_ready, failing])
async def test_a_process_without_its_store_is_live_and_not_ready(is_ready) -> None:  # type: ignore[no-untyped-def]  # two functions of this file
    service = SmallService(ready=is_ready)

    assert await answer(service, "/live") == (200, {"status": "live"})
    assert await answer(service, "/ready") == (503, {"status": "store not ready"})


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "NOT_FOUND"),
        ("GET", "/live/", 404, "NOT_FOUND"),
        ("PUT", "/api", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/api", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/live", 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_what_is_not_there_is_answered_in_json(method: str, path: str, status: int, code: str) -> None:
    async with small_client(SmallService().application()) as client:
        response = await client.request(method, path)

    assert (response.status_code, response.json()["errors"][0]["extensions"]) == (status, {"code": code})


async def test_a_method_that_is_not_allowed_is_told_which_are() -> None:
    async with small_client(SmallService().application()) as client:
        response = await client.delete("/api")

    assert response.headers["allow"] == "GET, HEAD, POST"


async def test_the_resources_are_closed_once_when_the_lifespan_ends() -> None:
    service = SmallService()
    application = service.application()

    async with application.router.lifespan_context(application):
        during = service.closed
    await lifecycle_of(application).close()

    assert (during, service.closed, lifecycle_of(application).is_draining) == (0, 1, True)
