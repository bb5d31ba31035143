"""What an application counts; no label has a value that callers choose."""

from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_CALLS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)


class Measures(NamedTuple):
    """The metrics of one application."""

    requests: Counter
    request_seconds: Histogram
    in_flight: Gauge
    operations: Counter
    operation_seconds: Histogram
    store_calls: Histogram


def create_measures(registry: CollectorRegistry, version: str) -> Measures:
    """Register the metrics of an application; a registry takes one application."""
    build = Gauge("integrates_build_info", "The version that runs.", ["version"], registry=registry, multiprocess_mode="livemax")
    build.labels(version=version).set(1)
    return Measures(
        requests=Counter("integrates_http_requests", "Requests answered.", ["route", "status"], registry=registry),
        request_seconds=Histogram(
            "integrates_http_request_seconds", "Time to the end of an answer.", ["route"], registry=registry, buckets=_SECONDS
        ),
        in_flight=Gauge("integrates_http_requests_in_flight", "Requests being answered.", registry=registry, multiprocess_mode="livesum"),
        operations=Counter(
            "integrates_graphql_operations", "GraphQL requests by what became of them.", ["kind", "outcome"], registry=registry
        ),
        operation_seconds=Histogram(
            "integrates_graphql_operation_seconds", "Time of a GraphQL request.", ["kind"], registry=registry, buckets=_SECONDS
        ),
        store_calls=Histogram(
            "integrates_graphql_store_calls", "Calls of the store of a GraphQL request.", ["kind"], registry=registry, buckets=_CALLS
        ),
    )


def count_process(registry: CollectorRegistry, kind: str) -> None:
    """Register this process as one that is there; a registry takes one process."""
    there = Gauge("integrates_processes", "Processes that are there.", ["kind"], registry=registry, multiprocess_mode="livesum")
    there.labels(kind=kind).set(1)
