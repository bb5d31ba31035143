"""A worker that a queue of SQS tells of jobs, while requests fail, are lost or done twice: nothing is lost, nothing is done twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from aws_stub import REGION, new_name, stub_services
from clock import Clock
from db_model.commit import write
from db_model.jobs import reads as jobs_reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job, JobStatus
from faulty_services import Decide, Fault, Proxy, faulty_proxy, in_order
from harness import Api
from jobs import rules
from jobs.announcing import announced
from jobs.batches import Batch
from sqs.connection import Place
from sqs.creation import create_queues
from sqs.queue import SqsQueue, open_queue
from store import Store
from worker.hints import OVERDUE
from worker.loop import Kinds, Pace, work

pytestmark = pytest.mark.enable_socket
QUICK = Pace(between_looks=timedelta(milliseconds=5), longest_wait=timedelta(seconds=1))
NUMBER = 12


@dataclass(frozen=True, slots=True)
class Service:
    """A store that tells a queue of new jobs, the queue behind a proxy, and what was done of each job."""

    api: Api
    store: Store
    queue: SqsQueue
    proxy: Proxy
    done: Counter[str] = field(default_factory=Counter)

    async def ask(self, *, number: int = NUMBER) -> list[str]:
        """Ask for jobs, a few in each commit."""
        jobs = [rules.new_job("kind", {}, by="me", now=self.api.time.now) for _ in range(number)]
        for start in range(0, number, 4):
            await write(self.store.table, map(jobs_model.add, jobs[start : start + 4]))
        return [job.id for job in jobs]

    async def do(self, _store: Store, _clock: Clock, job: Job) -> AsyncIterator[Batch]:
        """Do a job in two batches."""
        for number in range(int(job.progress or 0), 2):
            self.done[f"{job.id} {number}"] += 1
            yield Batch(progress=str(number + 1), done={"batches": 1})

    async def stored(self, ids: list[str]) -> list[Job]:
        """Read jobs in order."""
        found = await jobs_reads.get_many(self.store.table, ids, now=self.api.time.now)
        return [found[identifier] for identifier in ids]

    async def is_empty(self) -> bool:
        """Tell whether no message is left, seen or hidden."""
        known = await self.queue.client.get_queue_attributes(QueueUrl=self.queue.addresses.queue, AttributeNames=["All"])
        return {number for name, number in known["Attributes"].items() if name.startswith("ApproximateNumberOfMessages")} == {"0"}


@asynccontextmanager
async def troubled(api: Api, decide: Decide, *, tries: int = 2) -> AsyncIterator[Service]:
    """Give a service whose requests to the queue come to harm."""
    with stub_services() as endpoint:
        name = new_name()
        await create_queues(name, Place(REGION, endpoint))
        async with faulty_proxy(endpoint, decide) as proxy:
            queue = await open_queue(name, Place(REGION, proxy.url, tries=tries))
            try:
                yield Service(api, replace(api.store, table=announced(api.store.table, queue)), queue, proxy)
            finally:
                await queue.close()


@asynccontextmanager
async def working(service: Service, pace: Pace = QUICK, *, workers: int = 2) -> AsyncIterator[None]:
    """Let workers work until the end of the block."""
    stop = asyncio.Event()
    kinds = Kinds({"kind": service.do})
    loops = [
        asyncio.create_task(work(service.store, service.api.time.clock(), kinds, stop, pace, queue=service.queue)) for _ in range(workers)
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*loops)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await holds():  # noqa: ASYNC110 -- neither the store nor the queue tells anybody
            await asyncio.sleep(0.01)


async def until_done(service: Service, ids: list[str]) -> None:
    async def is_done() -> bool:
        return {job.status for job in await service.stored(ids)} == {JobStatus.DONE}

    await until(is_done)


async def until_swept_and_done(service: Service, ids: list[str]) -> None:
    """Let time pass while nothing runs, until each job is done."""

    async def is_done() -> bool:
        statuses = {job.status for job in await service.stored(ids)}
        if JobStatus.RUNNING not in statuses:
            service.api.time.move(OVERDUE / 30)
        return statuses == {JobStatus.DONE}

    await until(is_done)


def deletions(service: Service) -> list[str]:
    return [line for line in service.proxy.seen if "DeleteMessage" in line]


def each_once(ids: list[str]) -> dict[str, int]:
    return {f"{identifier} {number}": 1 for identifier in ids for number in range(2)}


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.RESET, Fault.LOST, Fault.TWICE, Fault.CUT])
@pytest.mark.parametrize("call", ["SendMessageBatch", "ReceiveMessage", "DeleteMessage"])
async def test_one_fault_of_a_call_loses_no_job_and_does_none_twice(api: Api, call: str, fault: Fault) -> None:
    async with troubled(api, in_order(call, [fault])) as service, working(service):
        ids = await service.ask()
        await until_swept_and_done(service, ids)

    assert service.done == each_once(ids)


async def test_jobs_that_are_done_leave_no_message(api: Api) -> None:
    async with troubled(api, in_order("nothing", [])) as service, working(service):
        ids = await service.ask()
        await until_done(service, ids)
        await until(service.is_empty)

    assert len(deletions(service)) == NUMBER
    assert len([line for line in service.proxy.seen if "SendMessageBatch" in line]) == NUMBER // 4


async def test_every_message_twice_is_every_job_once(api: Api) -> None:
    async with troubled(api, in_order("SendMessageBatch", [Fault.TWICE] * NUMBER)) as service:
        ids = await service.ask()
        async with working(service):
            await until_done(service, ids)
            await until(service.is_empty)

    assert service.done == each_once(ids)


async def test_a_commit_whose_message_cannot_be_sent_holds_and_a_sweep_sends_it_later(api: Api) -> None:
    async with troubled(api, in_order("SendMessageBatch", [Fault.ERROR] * 2 * (NUMBER // 4))) as service:
        ids = await service.ask()
        assert await service.is_empty()
        api.time.move(OVERDUE)
        async with working(service, workers=1):
            await until_done(service, ids)

    assert service.done == each_once(ids)


async def test_a_job_whose_acknowledgement_never_arrives_is_done_once_and_its_message_let_go_when_it_comes_again(api: Api) -> None:
    async with troubled(api, in_order("DeleteMessage", [Fault.ERROR] * 2)) as service, working(service, workers=1):

        async def has_given_up() -> bool:
            return len(deletions(service)) == 2

        async def is_let_go() -> bool:
            return len(deletions(service)) == 3

        (identifier,) = await service.ask(number=1)
        await until(has_given_up)
        (job,) = await service.stored([identifier])
        await service.queue.send([identifier])
        await until(is_let_go)

        assert job.status is JobStatus.DONE
        assert await service.stored([identifier]) == [job]
    assert service.done == each_once([identifier])


async def test_a_worker_goes_on_when_its_queue_is_there_again(api: Api) -> None:
    async with troubled(api, in_order("ReceiveMessage", [Fault.ERROR] * 6)) as service, working(service, workers=1):
        ids = await service.ask()
        await until_done(service, ids)

    assert service.done == each_once(ids)


async def test_the_message_of_a_long_job_is_held_as_long_as_it_lasts(api: Api) -> None:
    beaten = asyncio.Event()

    def decide(line: str) -> Fault:
        if "ChangeMessageVisibility" in line:
            beaten.set()
        return Fault.NONE

    async def last(_store: Store, _clock: Clock, _job: Job) -> AsyncIterator[Batch]:
        await beaten.wait()
        yield Batch(progress="1")

    async with troubled(api, decide) as service:
        (identifier,) = await service.ask(number=1)
        stop = asyncio.Event()
        pace = QUICK._replace(between_beats=timedelta(milliseconds=20))
        task = asyncio.create_task(work(service.store, api.time.clock(), Kinds({"kind": last}), stop, pace, queue=service.queue))
        await until_done(service, [identifier])
        stop.set()
        await task


async def test_a_text_that_names_no_job_is_put_aside(api: Api) -> None:
    async with troubled(api, in_order("nothing", [])) as service:
        await service.queue.send(["no job", rules.new_job("kind", {}, by="me", now=api.time.now).id])
        async with working(service, workers=1):
            await until(service.is_empty)

        assert await service.queue.dead(first=10) == ("no job",)
        assert await service.queue.redrive() == 1
        assert await service.queue.dead(first=10) == ()
