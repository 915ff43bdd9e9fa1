from __future__ import annotations

import pytest

from models.errors import ChatMissing
from models.store.jobs import Jobs, JobState


@pytest.fixture
def jobs(database):
    return Jobs(database)


@pytest.fixture
def job(jobs):
    return jobs.begin("summary", "报告.pdf", "/tmp/报告.pdf", "ab12", {"length": "short", "focus": None})


def test_a_job_comes_back_as_it_was_begun(jobs, job):
    assert jobs.get(job.id) == job
    assert (job.state, job.fraction, job.options) == (JobState.RUNNING, 0.0, {"length": "short", "focus": None})


def test_a_job_of_a_program_that_ended_can_go_on(database, jobs, job):
    jobs.update(job.id, JobState.RUNNING, 0.5)
    again = Jobs(database)

    assert [(one.id, one.state, one.fraction) for one in again.unfinished()] == [(job.id, JobState.PAUSED, 0.5)]


def test_an_end_is_kept_with_its_error(jobs, job):
    jobs.update(job.id, JobState.FAILED, 0.25, ("DiskFull", {"folder": "/x"}))

    assert jobs.get(job.id).error == ("DiskFull", {"folder": "/x"})
    assert jobs.unfinished() == []


def test_jobs_are_found_by_the_content_they_read(jobs, job):
    jobs.begin("summary", "other", "/tmp/other", "ffff", {})

    assert jobs.of_file("ab12") == [job]
    assert [one.name for one in jobs.list()] == ["other", "报告.pdf"]


def test_a_removed_job_is_gone(jobs, job):
    jobs.remove(job.id)

    with pytest.raises(ChatMissing):
        jobs.get(job.id)


def test_a_purged_chat_takes_its_jobs_with_it(conversations, jobs):
    chat = conversations.create()
    job = jobs.begin("summary", "a", "/a", "00", {}, chat.id)
    conversations.purge(chat.id)

    with pytest.raises(ChatMissing):
        jobs.get(job.id)
