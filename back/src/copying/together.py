"""Doing things beside each other, all of which end before anybody goes on."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


async def together(*works: Coroutine[None, None, T]) -> tuple[T, ...]:
    """Do everything at the same time; what fails first stops the rest, and is raised alone."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return tuple(task.result() for task in tasks)
