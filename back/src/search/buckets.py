"""Aggregations: every bucket of a grouping, page by page in the order of the keys, and their metrics, exact."""

from collections.abc import Mapping, Sequence
from typing import Any

from search.cells import from_cell, from_parts, from_sorted, to_number
from search.mapping import SUM_PARTS, Json, property_of, sums_of
from search.queries import MOST_SECONDS, find, order
from search.responses import Found, number_of
from store.index import Aggregate, Bucket, Collection, Field, Metric, MetricKind, Scalar
from store.search_bounds import fields_of

BUCKETS = "buckets"
AT_ONCE = 1_000
"""How many buckets one answer has."""


def ask(collection: Collection, aggregate: Aggregate, after: Json | None = None) -> Json:
    """Return the search for the buckets that come after a key."""
    fields = fields_of(collection)
    metrics = _ask_metrics(fields, aggregate.metrics)
    body: dict[str, object] = {
        "query": find(collection, aggregate),
        "size": 0,
        "track_total_hits": not aggregate.group_by,
        "timeout": f"{MOST_SECONDS}s",
    }
    if not aggregate.group_by:
        return {**body, "aggs": metrics} if metrics else body
    sources = [{_key(place): _source(property_of(name))} for place, name in enumerate(aggregate.group_by)]
    composite = {"size": AT_ONCE, "sources": sources, **({} if after is None else {"after": after})}
    return {**body, "aggs": {BUCKETS: {"composite": composite, **({"aggs": metrics} if metrics else {})}}}


def next_key(aggregate: Aggregate, found: Found) -> Json | None:
    """Return the key after which more buckets may be; `None` at the end."""
    if not aggregate.group_by or len(found["aggregations"][BUCKETS]["buckets"]) < AT_ONCE:
        return None
    after: Json | None = found["aggregations"][BUCKETS].get("after_key")
    return after


def to_buckets(collection: Collection, aggregate: Aggregate, found: Found) -> tuple[Bucket, ...]:
    """Return the buckets of one answer."""
    fields = fields_of(collection)
    if not aggregate.group_by:
        return (Bucket((), _to_metrics(fields, aggregate.metrics, found.get("aggregations", {}), number_of(found))),)
    rows: Sequence[dict[str, Any]] = found["aggregations"][BUCKETS]["buckets"]
    return tuple(
        Bucket(
            tuple(from_cell(fields[name], row["key"][_key(place)]) for place, name in enumerate(aggregate.group_by)),
            _to_metrics(fields, aggregate.metrics, row, row["doc_count"]),
        )
        for row in rows
    )


def no_buckets(aggregate: Aggregate) -> tuple[Bucket, ...]:
    """Return the answer to an aggregation where nothing can be."""
    if aggregate.group_by:
        return ()
    of_nothing: Mapping[MetricKind, Scalar] = {MetricKind.COUNT: 0, MetricKind.SUM: to_number(0)}
    return (Bucket((), tuple(of_nothing.get(metric.kind) for metric in aggregate.metrics)),)


def _source(name: str) -> Json:
    return {"terms": {"field": name, "missing_bucket": True, "missing_order": "last", "order": "asc"}}


def _key(place: int) -> str:
    return f"k{place}"


def _ask_metrics(fields: Mapping[str, Field], metrics: Sequence[Metric]) -> dict[str, Json]:
    asked: dict[str, Json] = {}
    for place, metric in enumerate(metrics):
        if metric.field is None:
            continue
        if metric.kind is MetricKind.SUM:
            asked |= {f"m{place}{part}": {"sum": {"field": f"{sums_of(metric.field)}.{part}"}} for part in SUM_PARTS}
        else:
            asked[f"m{place}"] = _first(fields[metric.field], descending=metric.kind is MetricKind.MAX)
    return asked


def _first(field: Field, *, descending: bool) -> Json:
    """Return what asks for the first document in the order of a field: the engine's own least and greatest are rounded, or of no texts."""
    return {"top_hits": {"size": 1, "sort": order(field, descending=descending)[:1], "stored_fields": "_none_"}}


def _to_metrics(fields: Mapping[str, Field], metrics: Sequence[Metric], row: Mapping[str, Any], count: int) -> tuple[Scalar | None, ...]:
    return tuple(_to_metric(fields, metric, f"m{place}", row, count) for place, metric in enumerate(metrics))


def _to_metric(fields: Mapping[str, Field], metric: Metric, name: str, row: Mapping[str, Any], count: int) -> Scalar | None:
    if metric.field is None:
        return count
    if metric.kind is MetricKind.SUM:
        high, middle, low = (int(row[f"{name}{part}"]["value"]) for part in SUM_PARTS)
        return to_number(from_parts(high, middle, low))
    hits = row[name]["hits"]["hits"]
    return from_sorted(fields[metric.field], hits[0]["sort"][0]) if hits else None
