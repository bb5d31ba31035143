import asyncio

from settings import Limits, Rates
from small_service import SmallService, small_client


async def test_a_request_is_answered_with_data_and_its_cost() -> None:
    async with small_client(SmallService().application(), secret="ada-secret") as client:
        response = await client.post("/api", json={"query": "query Q{me{id name}}", "operationName": "Q", "extensions": {"a": 1}})

    assert response.json() == {
        "data": {"me": {"id": "1", "name": "Ada"}},
        "extensions": {"cost": {"cost": 3, "limit": 50_000, "remaining": None}},
    }
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")


async def test_a_bad_token_is_nobody_and_is_answered() -> None:
    async with small_client(SmallService().application(), secret="stolen") as client:
        response = await client.post("/api", json={"query": "{__typename}"})

    assert response.json()["data"] == {"__typename": "Query"}


async def test_requests_of_one_address_are_counted_and_probes_are_not() -> None:
    service = SmallService()
    application = service.application(rates=Rates(address_requests=2, viewer_requests=0, viewer_cost=0))

    async with small_client(application) as client:
        statuses = [(await client.post("/api", json={"query": "{__typename}"})).status_code for _ in range(3)]
        refused = await client.post("/api", json={"query": "{__typename}"})
        probe = await client.get("/live")
        service.clock.advance(30)
        later = await client.post("/api", json={"query": "{__typename}"})

    assert (statuses, probe.status_code, later.status_code) == ([200, 200, 429], 200, 200)
    assert refused.headers["retry-after"] == "30"
    assert refused.json()["errors"] == [
        {
            "message": 'Exception - Too many requests: the limit "address_requests" is 2 a minute',
            "extensions": {"code": "TOO_MANY_REQUESTS", "limit": "address_requests", "value": 2, "retryAfter": 30},
        }
    ]


async def test_requests_of_one_viewer_are_counted_apart_from_those_of_another() -> None:
    application = SmallService().application(rates=Rates(address_requests=0, viewer_requests=1, viewer_cost=0))

    async with small_client(application) as client:
        statuses = [
            (await client.post("/api", json={"query": "{__typename}"}, headers={"Authorization": f"Bearer {secret}"})).status_code
            for secret in ("ada-secret", "ada-secret", "bob-secret", "nobody", "nobody")
        ]

    assert statuses == [200, 429, 200, 200, 429]


async def test_the_cost_of_a_viewer_is_counted_and_comes_back_with_time() -> None:
    service = SmallService()
    application = service.application(rates=Rates(address_requests=0, viewer_requests=0, viewer_cost=60))
    query = {"query": "{peopleConnection(first:40){total}}"}

    async with small_client(application, secret="ada-secret") as client:
        first = await client.post("/api", json=query)
        second = await client.post("/api", json=query)
        service.clock.advance(int(second.headers["retry-after"]))
        third = await client.post("/api", json=query)

    assert first.json()["extensions"]["cost"] == {"cost": 41, "limit": 50_000, "remaining": 19}
    assert (second.status_code, second.headers["retry-after"], second.json()["errors"][0]["extensions"]) == (
        429,
        "22",
        {"code": "TOO_MANY_REQUESTS", "limit": "viewer_cost", "value": 60, "retryAfter": 22},
    )
    assert (third.status_code, third.json()["extensions"]["cost"]["remaining"]) == (200, 0)


async def test_a_trusted_proxy_is_not_counted_for_its_callers() -> None:
    application = SmallService().application(
        rates=Rates(address_requests=1, viewer_requests=0, viewer_cost=0), trusted_proxies=("127.0.0.1",)
    )

    async with small_client(application) as client:
        statuses = [
            (await client.post("/api", json={"query": "{__typename}"}, headers={"X-Forwarded-For": address})).status_code
            for address in ("203.0.113.1", "203.0.113.2", "203.0.113.1")
        ]

    assert statuses == [200, 200, 429]


async def test_a_body_that_does_not_come_is_given_up() -> None:
    application = SmallService().application(limits=Limits(operation_seconds=0.01))
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/api", "headers": headers, "query_string": b"", "client": ("127.0.0.1", 1)}
    await application(scope, receive, send)  # type: ignore[arg-type]  # messages are dictionaries

    assert sent[0]["status"] == 408


async def test_a_form_of_nobody_is_refused_before_it_is_read() -> None:
    application = SmallService().application()
    events: list[str] = []

    async def receive() -> dict[str, object]:
        events.append("read")
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        events.append(str(message.get("status", "end")))

    headers = [(b"host", b"localhost"), (b"content-type", b"multipart/form-data; boundary=x")]
    scope = {"type": "http", "method": "POST", "path": "/api", "headers": headers, "query_string": b"", "client": ("127.0.0.1", 1)}
    await application(scope, receive, send)  # type: ignore[arg-type]  # messages are dictionaries

    assert events == ["401", "read", "end"]
