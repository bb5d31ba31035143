"""What a worker counts."""

from prometheus_client import CollectorRegistry, Counter

from worker.loop import Count


def create_count(registry: CollectorRegistry) -> Count:
    """Register the counter of a worker's attempts at jobs, and return what counts one; a registry takes one worker."""
    attempts = Counter("integrates_job_attempts", "Attempts at jobs by what became of them.", ["kind", "outcome"], registry=registry)
    return lambda kind, outcome: attempts.labels(kind=kind, outcome=outcome).inc()
