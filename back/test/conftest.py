"""What holds for every test: which marker it carries, and how many examples a property gets."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings

STORE_FIXTURES = frozenset({"api", "blobs", "post", "store", "table"})

settings.register_profile("default", deadline=None, max_examples=60, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the tests that write to a store, by the fixtures that they ask for."""
    for item in items:
        if STORE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.changes_db)
