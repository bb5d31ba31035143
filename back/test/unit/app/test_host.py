import pytest

from small_service import SmallService, small_client


async def ask(method: str, host: str, path: str = "/api") -> int:
    application = SmallService().application(public_url="https://integrates.example.test", host="192.0.2.4")
    async with small_client(application) as client:
        response = await client.request(method, path, headers={"Host": host}, json={"query": "{me{id}}"})
    return response.status_code


@pytest.mark.parametrize(
    "host",
    ["integrates.example.test", "Integrates.Example.TEST:443", "localhost:8001", "127.0.0.1", "[::1]:8001", "192.0.2.4:80"],
)
async def test_the_service_is_asked_under_its_own_names(host: str) -> None:
    assert await ask("POST", host) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "integrates.example.test.evil.example", "localhost.evil.example", "", "[", "a@localhost.x"]
)
async def test_another_name_may_change_nothing(host: str) -> None:
    assert await ask("POST", host) == 421


async def test_probes_may_ask_under_any_name() -> None:
    assert await ask("GET", "10.1.2.3:8001", "/live") == 200
