"""Totals and aggregations: of the counters where these hold all that is asked for, else of the documents."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

import orjson

from sqlite.index_conditions import match_expression, of_request
from sqlite.index_pages import source
from sqlite.index_tables import SCALE, Cell, column, counted, counters_table, from_cell, many_table, to_number
from sqlite.ranges import Statement
from store.index import COUNT, Aggregate, Bucket, Collection, Field, Filter, Metric, MetricKind, Not, Scalar, Search
from store.search_bounds import fields_of


def count(connection: sqlite3.Connection, collection: Collection, search: Search) -> int:
    """Count the documents on all pages of a search."""
    statement = select_buckets(collection, to_count(search))
    ((answer,),) = connection.execute(statement.text, statement.values).fetchall()
    ((number, *_),) = orjson.loads(answer)
    return int(number)


def to_count(search: Search) -> Aggregate:
    """Return the aggregation that counts what a search finds."""
    return Aggregate(search.collection, search.scope, search.filters, search.text)


def find_buckets(connection: sqlite3.Connection, collection: Collection, aggregate: Aggregate) -> tuple[Bucket, ...]:
    """Answer an aggregation, in the order of the keys."""
    statement = select_buckets(collection, aggregate)
    ((answer,),) = connection.execute(statement.text, statement.values).fetchall()
    buckets = (_to_bucket(fields_of(collection), aggregate, iter(row)) for row in orjson.loads(answer))
    return tuple(sorted(buckets, key=lambda bucket: [(part is None, part) for part in bucket.key]))


def select_buckets(collection: Collection, aggregate: Aggregate) -> Statement:
    """Return the statement that answers every bucket as a row of its key and the parts of its metrics, packed."""
    is_counted = _is_counted(collection, aggregate)
    expression = match_expression(aggregate.scope, aggregate.text)
    tables = Statement(f"{counters_table(collection.name)} AS t", ()) if is_counted else source(collection, expression)
    condition = of_request(collection, aggregate.scope, aggregate.filters)
    fields = fields_of(collection)
    keys = [f"g{place}.value" if fields[name].many else f"t.{column(name)}" for place, name in enumerate(aggregate.group_by)]
    joins = "".join(
        f" LEFT JOIN {many_table(collection.name, name)} AS g{place} ON g{place}.n = t.n"
        for place, name in enumerate(aggregate.group_by)
        if fields[name].many
    )

    cells = [f"{key} AS k{place}" for place, key in enumerate(keys)]
    cells += [f"{part} AS m{place}" for place, part in enumerate(_parts(aggregate.metrics, is_counted=is_counted))]
    names = [cell.rsplit(" AS ", 1)[1] for cell in cells]
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    rows = f"SELECT {', '.join(cells)} FROM {tables.text}{joins} WHERE {condition.text}{grouped}"
    return Statement(f"SELECT json_group_array(json_array({', '.join(names)})) FROM ({rows})", (*tables.values, *condition.values))


def nothing(aggregate: Aggregate) -> tuple[Bucket, ...]:
    """Return the answer to an aggregation of no documents."""
    if aggregate.group_by:
        return ()
    return (Bucket((), tuple(0 if metric.kind is MetricKind.COUNT else _sum_of_none(metric) for metric in aggregate.metrics)),)


def _sum_of_none(metric: Metric) -> Scalar | None:
    return to_number(0) if metric.kind is MetricKind.SUM else None


def _is_counted(collection: Collection, aggregate: Aggregate) -> bool:
    asked = {*aggregate.group_by, *map(_field_of, aggregate.filters)}
    return (
        match_expression(aggregate.scope, aggregate.text) is None
        and set(counted(collection)) >= asked
        and all(metric == COUNT for metric in aggregate.metrics)
    )


def _field_of(one: Filter) -> str:
    while isinstance(one, Not):
        one = one.filter
    return one.field


def _parts(metrics: Iterable[Metric], *, is_counted: bool) -> Iterator[str]:
    for kind, name in ((metric.kind, metric.field) for metric in metrics):
        own = f"t.{column(name or '')}"
        match kind:
            case MetricKind.COUNT:
                yield "IFNULL(SUM(t.number), 0)" if is_counted else "COUNT(*)"
            case MetricKind.SUM:
                # Two sums, each far from the end of the engine's integers.
                yield f"IFNULL(SUM({own} / {SCALE}), 0)"
                yield f"IFNULL(SUM({own} % {SCALE}), 0)"
            case MetricKind.MIN | MetricKind.MAX:
                yield f"{kind.value.upper()}({own})"
    # Without a metric and a grouping there is one row all the same.
    yield "COUNT(*)"


def _to_bucket(fields: Mapping[str, Field], aggregate: Aggregate, cells: Iterator[Cell | None]) -> Bucket:
    key = tuple(from_cell(fields[name], next(cells)) for name in aggregate.group_by)
    return Bucket(key, tuple(_to_metric(fields, metric, cells) for metric in aggregate.metrics))


def _to_metric(fields: Mapping[str, Field], metric: Metric, cells: Iterator[Cell | None]) -> Scalar | None:
    cell = next(cells)
    if metric.kind is MetricKind.COUNT or metric.field is None:
        return cell
    if metric.kind is MetricKind.SUM:
        return to_number(int(cell or 0) * SCALE + int(next(cells) or 0))
    return from_cell(fields[metric.field], cell)
