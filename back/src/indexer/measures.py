"""What an indexer measures; no label has a value that callers choose."""

from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Gauge


class Measures(NamedTuple):
    """The metrics of one indexer."""

    lag: Gauge
    waiting: Gauge
    shards: Gauge
    unheld: Gauge
    records: Counter
    gaps: Counter
    failures: Counter


def create_measures(registry: CollectorRegistry) -> Measures:
    """Register the metrics of an indexer; a registry takes one."""
    return Measures(
        lag=Gauge(
            "integrates_indexer_lag_seconds",
            "How old the oldest change may be that the index lacks, of the shards followed here.",
            registry=registry,
            multiprocess_mode="livemax",
        ),
        waiting=Gauge(
            "integrates_indexer_records_waiting",
            "Records that were read and are not in the index yet.",
            registry=registry,
            multiprocess_mode="livesum",
        ),
        shards=Gauge("integrates_indexer_shards", "Shards followed here.", registry=registry, multiprocess_mode="livesum"),
        unheld=Gauge(
            "integrates_indexer_shards_unheld",
            "Shards whose turn has come and that no indexer follows.",
            registry=registry,
            multiprocess_mode="livemax",
        ),
        records=Counter("integrates_indexer_records", "Records by what became of them.", ["outcome"], registry=registry),
        gaps=Counter("integrates_indexer_gaps", "Times that records were gone before they were applied.", registry=registry),
        failures=Counter("integrates_indexer_failures", "Calls that failed and are tried again.", ["call", "reason"], registry=registry),
    )
