"""What can be read when a job or a scan says that it is done."""

from collections.abc import AsyncIterator

from authz.viewer import system
from clock import Clock
from db_model.change import take_guard
from db_model.commit import write
from db_model.jobs import reads as jobs_reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job, JobStatus
from following_store import Following
from harness import Api
from jobs import domain, rules
from jobs.batches import Batch
from loaders.bundle import Command, Loaders
from store import Store
from store.index import Anywhere, Search


async def three_batches(_store: Store, _clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Write two things, and say that they can be read."""
    yield Batch("1", (take_guard("batch", "1", job.id),))
    yield Batch("2", (take_guard("batch", "2", job.id),))
    yield Batch("3", (take_guard("batch", "3", job.id),), settles=True)


async def test_a_batch_that_settles_comes_after_what_was_written_can_be_found(api: Api) -> None:
    job = rules.new_job("kind", {}, by="me", now=api.time.now)
    await write(api.store.table, (jobs_model.add(job),))
    claimed = await domain.claim(api.store, api.time.clock(), job, holder="h")
    assert claimed is not None
    following = Following(api.store)

    await domain.run(following.opened(), api.time.clock(), claimed, three_batches, is_stopping=lambda: False)

    assert following.log == ["wrote 1", "wrote 2", "found 1", "found 2", "wrote 3", "found 3", "wrote 4"]
    assert (await jobs_reads.get_many(api.store.table, [job.id], now=api.time.now))[job.id].status is JobStatus.DONE


async def test_lists_of_a_request_know_what_the_request_has_written(api: Api) -> None:
    following = Following(api.store)
    loaders = Loaders(system("a test"), following.opened(), api.time.clock())
    search = Search(collection="vulnerabilities", scope=Anywhere())

    await loaders.hits.load(search)
    await loaders.commit(Command("a test"), take_guard("written", "1", "me"))
    loaders.hits.clear_all()
    await loaders.hits.load(search)
    loaders.hits.clear_all()
    await loaders.hits.load(search)

    assert following.log == ["wrote 1", "found 1"]
