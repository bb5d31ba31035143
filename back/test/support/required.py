"""What a machine may lack: a test that needs it is skipped, or fails where `INTEGRATES_TEST_REQUIRE` names it.

The variable holds names with commas between them, such as `browser,engines`, so that a run that is meant to be complete is.
"""

import os
from typing import TypeVar

import pytest

VARIABLE = "INTEGRATES_TEST_REQUIRE"
T = TypeVar("T")


def is_required(name: str) -> bool:
    """Tell whether this run has to have something."""
    return name in {each.strip() for each in os.environ.get(VARIABLE, "").split(",")}


def need(name: str, found: T | None, reason: str) -> T:
    """Return what was found; without it, skip the test for this reason or, where it is required, fail it."""
    if found is None and is_required(name):
        pytest.fail(f"{VARIABLE} names {name}, but {reason}")
    if found is None:
        pytest.skip(reason)
    return found
