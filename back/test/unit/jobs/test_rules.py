from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model.jobs import facet
from db_model.jobs.types import Job, JobStatus
from jobs import rules

NOW = factories.NOW
JOB = rules.new_job("kind", {"finding": "x"}, by="me", now=NOW)


def test_a_new_job_is_due_at_once() -> None:
    assert (JOB.status, JOB.due_at, JOB.attempts) == (JobStatus.WAITING, NOW, 0)


def test_a_claimed_job_is_due_again_when_its_holder_was_silent_for_too_long() -> None:
    job = rules.claimed(JOB, holder="h", now=NOW)

    assert (job.status, job.holder, job.attempts, job.due_at) == (JobStatus.RUNNING, "h", 1, NOW + rules.LEASE)


def test_progress_adds_up_and_forgives_failures() -> None:
    tried = rules.failed(rules.claimed(JOB, holder="h", now=NOW), error="Oops", now=NOW)
    first = rules.advanced(rules.claimed(tried, holder="h", now=NOW), progress="a", done={"removed": 3}, now=NOW)
    second = rules.advanced(first, progress="b", done={"removed": 2, "kept": 1}, now=NOW + timedelta(seconds=1))

    assert (dict(second.counts), second.progress, second.attempts, second.error) == ({"removed": 5, "kept": 1}, "b", 1, None)


def test_an_attempt_that_its_worker_did_not_finish_does_not_count() -> None:
    job = rules.given_back(rules.claimed(JOB, holder="h", now=NOW), now=NOW)

    assert (job.status, job.holder, job.attempts, job.due_at) == (JobStatus.WAITING, None, 0, NOW)


def test_a_sign_of_life_is_no_progress_and_forgives_nothing() -> None:
    begun = rules.claimed(JOB._replace(progress="a", attempts=3, error="Oops"), holder="h", now=NOW)

    alive = rules.advanced(begun, progress="a", done={}, now=NOW + timedelta(seconds=10))

    assert alive == begun._replace(due_at=NOW + timedelta(seconds=10) + rules.LEASE)
    assert (alive.attempts, alive.error) == (4, "Oops")


def test_a_job_that_has_to_wait_for_another_loses_no_attempt() -> None:
    job = rules.deferred(rules.claimed(JOB, holder="h", now=NOW), wait=timedelta(seconds=7), now=NOW)

    assert (job.status, job.holder, job.attempts, job.due_at) == (JobStatus.WAITING, None, 0, NOW + timedelta(seconds=7))


def test_a_job_that_kills_its_workers_is_begun_no_more_in_the_end() -> None:
    job, begun = JOB, 0
    while True:
        job = rules.claimed(job, holder="h", now=NOW)
        try:
            rules.check_claims(job)
        except rules.TakenTooOften:
            break
        begun += 1
        job = rules.released(rules.advanced(job, progress="a", done={}, now=NOW) if begun == 1 else job, now=NOW)

    assert begun == rules.MOST_CLAIMS
    assert rules.failed(job, error="TakenTooOften", now=NOW).status is JobStatus.DEAD


def test_the_waits_double_up_to_ten_minutes_and_then_the_job_is_given_up() -> None:
    job, waits = JOB, list[float]()
    while job.status is not JobStatus.DEAD:
        job = rules.failed(rules.claimed(job, holder="h", now=NOW), error="Oops", now=NOW)
        waits.append((job.due_at - NOW).total_seconds())

    assert waits[:-1] == [2, 4, 8, 16, 32, 64, 128]
    assert (job.attempts, job.error, job.ended_at) == (rules.MOST_ATTEMPTS, "Oops", NOW)
    assert rules.revived(job, now=NOW).status is JobStatus.WAITING


STEPS = st.lists(st.sampled_from(["claim", "advance", "fail", "give back", "hold"]), max_size=40)


@given(STEPS)
def test_whatever_happens_a_job_is_held_exactly_while_it_runs(steps: list[str]) -> None:
    job = JOB
    for step in steps:
        job = _stepped(job, step)
        assert (job.holder is not None) == (job.status is JobStatus.RUNNING)
        assert 0 <= job.attempts <= rules.MOST_ATTEMPTS


def _stepped(job: Job, step: str) -> Job:
    if step == "claim":
        return rules.claimed(job, holder="h", now=NOW) if job.status is JobStatus.WAITING else job
    if job.status is not JobStatus.RUNNING:
        return job
    match step:
        case "advance":
            return rules.advanced(job, progress="p", done={}, now=NOW)
        case "fail":
            return rules.failed(job, error="Oops", now=NOW)
        case "give back":
            return rules.given_back(job, now=NOW)
        case _:
            return rules.held(job, now=NOW)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(microseconds=1), timedelta(days=400)])
def test_a_job_sorts_before_the_end_of_the_moment_it_is_due_at(later: timedelta) -> None:
    (place,) = facet.FACET.indexes(JOB).values()

    assert place.sort < facet.due_sort(NOW + later)
    assert place.sort > facet.due_sort(NOW - timedelta(microseconds=1))


def test_what_is_done_is_in_no_queue_and_is_let_go_of_after_a_week() -> None:
    job = rules.ended(rules.claimed(JOB, holder="h", now=NOW), now=NOW)

    assert facet.FACET.indexes(job) == {}
    assert facet.FACET.expires_at(job) == NOW + timedelta(days=7)
