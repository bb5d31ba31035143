"""What `serve` keeps running."""

import socket
from collections.abc import Iterator

import pytest

from app.listening import Listeners
from cli.serve import make_plan
from settings import Settings, StoreKind


@pytest.fixture
def listeners() -> Iterator[Listeners]:
    """Give sockets that listen nowhere."""
    with socket.socket(socket.AF_UNIX) as web:
        yield Listeners(web, None)


@pytest.mark.parametrize(
    ("store", "is_asked_for", "names"),
    [
        (StoreKind.LOCAL, True, ["web-0", "web-1", "worker"]),
        (StoreKind.AWS, True, ["web-0", "web-1", "worker", "indexer"]),
        (StoreKind.AWS, False, ["web-0", "web-1", "worker"]),
    ],
)
def test_an_indexer_runs_where_the_index_is_apart_unless_told_otherwise(
    listeners: Listeners, store: StoreKind, is_asked_for: bool, names: list[str]
) -> None:
    plan = make_plan(Settings(store=store, indexer=is_asked_for, workers=2), listeners, 8001, program="integrates")

    assert [child.name for child in plan.children] == names
    assert {child.stage for child in plan.children if child.name in {"worker", "indexer"}} == {0}
