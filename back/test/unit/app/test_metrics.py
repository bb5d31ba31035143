from prometheus_client import CollectorRegistry

from app.metrics import create_metrics_application
from small_service import SmallService, small_client


async def test_requests_and_operations_are_counted_without_values_of_callers() -> None:
    registry = CollectorRegistry()
    application = SmallService().application(registry=registry)
    async with small_client(application) as client:
        await client.post("/api", json={"query": 'query Secret{echo(text:"x") b:echo(text:"y")}'})
        await client.post("/api", json={"query": "{nothing}"})
        await client.get("/nowhere/1")
        await client.get("/nowhere/2")

    async with small_client(create_metrics_application(registry)) as client:
        text = (await client.get("/metrics")).text

    lines = text.splitlines()
    assert 'integrates_build_info{version="1.2.3"} 1.0' in lines
    assert 'integrates_http_requests_total{route="/api",status="200"} 1.0' in lines
    assert 'integrates_http_requests_total{route="/api",status="400"} 1.0' in lines
    assert 'integrates_http_requests_total{route="other",status="404"} 2.0' in lines
    assert 'integrates_graphql_operations_total{kind="query",outcome="done"} 1.0' in lines
    assert 'integrates_graphql_operations_total{kind="none",outcome="refused"} 1.0' in lines
    assert 'integrates_graphql_store_calls_sum{kind="query"} 2.0' in lines
    assert "integrates_http_requests_in_flight 0.0" in lines
    assert "Secret" not in text


async def test_two_applications_count_apart() -> None:
    first, second = CollectorRegistry(), CollectorRegistry()
    SmallService().application(registry=second)
    async with small_client(SmallService().application(registry=first)) as client:
        await client.get("/live")

    labels = {"route": "/live", "status": "200"}
    assert first.get_sample_value("integrates_http_requests_total", labels) == 1
    assert second.get_sample_value("integrates_http_requests_total", labels) is None
