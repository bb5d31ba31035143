"""Where an application is between its start and its end."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator

from starlette.applications import Starlette


class Lifecycle:
    """Knows the requests in flight and whether the process is about to stop; closes the resources once, whoever asks first."""

    def __init__(self, close: Callable[[], Awaitable[None]]) -> None:
        self._close = close
        self._is_closed = False
        self._is_draining = False
        self._in_flight: set[asyncio.Task[object]] = set()

    @property
    def is_draining(self) -> bool:
        """Tell whether requests in flight are finished and no new ones wanted."""
        return self._is_draining

    def drain(self) -> None:
        """Want no more requests."""
        self._is_draining = True

    @contextlib.contextmanager
    def track(self) -> Iterator[None]:
        """Count the running task as a request in flight."""
        task = asyncio.current_task()
        if task is not None:
            self._in_flight.add(task)
        try:
            yield
        finally:
            if task is not None:
                self._in_flight.discard(task)

    def cancel_requests(self) -> int:
        """Cancel what is still in flight and return how many those are."""
        for task in self._in_flight:
            task.cancel()
        return len(self._in_flight)

    async def close(self) -> None:
        """Close the resources, unless that has been done."""
        self._is_draining = True
        if not self._is_closed:
            self._is_closed = True
            await self._close()


def lifecycle_of(application: Starlette) -> Lifecycle:
    """Return the lifecycle of an application made by `create_application`. Raises `TypeError` for another."""
    lifecycle: object = getattr(application.state, "lifecycle", None)
    if not isinstance(lifecycle, Lifecycle):
        raise TypeError("the application was not made by create_application")
    return lifecycle
