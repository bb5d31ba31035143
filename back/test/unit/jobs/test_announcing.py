"""Which writes tell of new jobs."""

import factories
from db_model.jobs import writes as jobs_model
from jobs import rules
from jobs.announcing import new_jobs
from store.values import Absent, Item, Key, Put

JOB = rules.new_job("kind", {}, by="me", now=factories.NOW)


def test_a_job_that_is_added_is_told_of_and_one_that_goes_on_is_not() -> None:
    other = Put(Item(key=Key("ROOT#x", "#"), version=1, attributes={}), Absent())

    assert new_jobs((*jobs_model.add(JOB).writes, other)) == (JOB.id,)
    assert new_jobs(jobs_model.update(JOB, rules.claimed(JOB, holder="h", now=factories.NOW)).writes) == ()
