"""What a handler of jobs hands over: a batch at a time, each applied together with the progress that it makes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from clock import Clock
from db_model.change import Change
from db_model.jobs.types import Job
from store import Store


class Batch(NamedTuple):
    """Changes of one transaction, and where the handler goes on after them.

    One without changes is a sign of life, and belongs wherever a handler works for long before it has any.
    """

    progress: str
    changes: tuple[Change, ...] = ()
    done: Mapping[str, int] = MappingProxyType({})
    """How much of what the batch does, to be added to the counts of the job."""
    settles: bool = False
    """It says that the work can be read: by then what was written before it can be found in lists."""


class NotYet(Exception):
    """A handler's way to say that something else has to end first: the job is due again after a while, and no attempt is counted."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


Handler: TypeAlias = Callable[[Store, Clock, Job], AsyncIterator[Batch]]
"""Yields the batches that are left after `job.progress`; it may be asked again from there at any time."""
Burial: TypeAlias = Callable[[Store, Clock, Job], Awaitable[tuple[Change, ...]]]
"""Returns what has to be written when a job is given up, so that nobody waits for it for ever."""
