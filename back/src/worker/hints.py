"""What becomes of the messages that tell of jobs: the items say what is true, and a message follows them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from clock import is_uuid
from db_model.jobs import reads
from db_model.jobs.types import Job, JobStatus, is_open
from store import Store
from store.queue import Message, Queue

OVERDUE = timedelta(minutes=1)
"""How long a job is due before its message counts as lost."""
_MOST_SWEPT = 100
"""The ones that have been due for longest: a long queue is not sent all over again."""


async def sort_out(store: Store, queue: Queue, messages: Sequence[Message], *, now: datetime) -> tuple[tuple[Message, Job], ...]:
    """Return the messages of jobs that may be taken now, each job once, and let the others go.

    What is no job's goes to the dead; one whose job is over is acknowledged; one whose job somebody has, or is due later, comes again then.
    """
    readable = tuple(message for message in messages if is_uuid(message.text))
    for message in messages:
        if not is_uuid(message.text):
            await queue.give_up(message)
    found = await reads.get_many(store.table, tuple({message.text for message in readable}), now=now)
    taken: dict[str, tuple[Message, Job]] = {}
    for message in readable:
        job = found.get(message.text)
        if job is None or not is_open(job) or job.id in taken:
            await queue.acknowledge(message)
        elif job.due_at > now:
            await queue.give_back(message, after=job.due_at - now)
        else:
            taken[job.id] = (message, job)
    return tuple(taken.values())


async def settle(queue: Queue, message: Message, job: Job, *, now: datetime) -> None:
    """Let the message of a job go that this worker had, as the job stands after it."""
    match job.status:
        case JobStatus.DONE:
            await queue.acknowledge(message)
        case JobStatus.DEAD:
            await queue.give_up(message)
        case _:
            await queue.give_back(message, after=max(job.due_at - now, timedelta(0)))


async def sweep(store: Store, queue: Queue, *, now: datetime) -> int:
    """Send once more the jobs that have been due for a while and nobody has, and return how many; who is sent twice is taken once."""
    overdue = await reads.due(store.table, now=now - OVERDUE, first=_MOST_SWEPT)
    if overdue:
        await queue.send(tuple(job.id for job in overdue))
    return len(overdue)
