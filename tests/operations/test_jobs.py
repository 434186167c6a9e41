"""Jobs are done at least once, and one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cli.worker import run_one
from app.extensions import db, writing
from app.models import JobRow
from app.operations import jobs
from tests.conftest import FakeClock
from tests.personas import NOW


@pytest.fixture
def done() -> Iterator[list[dict[str, Any]]]:
    """The payloads that a handler of this test's own kind has done."""
    payloads: list[dict[str, Any]] = []

    @jobs.handles("tested")
    def handle(_session: Session, payload: dict[str, Any], _now: datetime) -> None:
        if payload.get("fails"):
            raise ValueError("cannot be done")
        payloads.append(payload)

    yield payloads
    del jobs.handlers["tested"]


def enqueue(session: Session, key: str | None = None, **payload: Any) -> None:
    with writing(session):
        jobs.enqueue(session, "tested", payload, NOW, key)


def test_a_job_runs_once(
    app: Flask, session: Session, clock: FakeClock, done: list[dict[str, Any]]
) -> None:
    enqueue(session, n=1)
    with app.app_context():
        assert run_one(db.session(), clock)
        assert not run_one(db.session(), clock)
    assert done == [{"n": 1}]


def test_one_waiting_job_with_a_key_is_enough(session: Session) -> None:
    for _ in range(3):
        enqueue(session, "once")
    assert session.scalar(select(func.count()).select_from(JobRow)) == 1


def test_jobs_without_a_key_are_all_kept(session: Session) -> None:
    for _ in range(3):
        enqueue(session)
    assert session.scalar(select(func.count()).select_from(JobRow)) == 3


def test_a_finished_key_may_be_enqueued_again(
    app: Flask, session: Session, clock: FakeClock, done: list[dict[str, Any]]
) -> None:
    for _ in range(2):
        enqueue(session, "again")
        with app.app_context():
            run_one(db.session(), clock)
    assert len(done) == 2


def test_a_claimed_job_is_taken_by_nobody_else_until_its_lease_ends(session: Session) -> None:
    enqueue(session)
    with writing(session):
        first = jobs.claim(session, NOW)
        assert jobs.claim(session, NOW) is None
        later = jobs.claim(session, NOW + jobs.LEASE + timedelta(seconds=1))
    assert first is not None
    assert later is not None
    assert (later.id, later.attempts) == (first.id, 2)


def test_a_failing_job_waits_longer_each_time_and_is_given_up(session: Session) -> None:
    enqueue(session)
    at = NOW
    waits = []
    for _ in range(jobs.MOST_ATTEMPTS):
        with writing(session):
            job = jobs.claim(session, at)
            assert job is not None
            jobs.fail(session, job, "no", at)
        row = session.scalars(select(JobRow).execution_options(populate_existing=True)).one()
        waits.append((row.run_after - at).total_seconds())
        at = row.run_after
    assert waits == sorted(waits)
    assert row.failed_at is not None
    with writing(session):
        assert jobs.claim(session, at + timedelta(days=1)) is None


def test_the_reason_of_a_failure_is_kept(
    app: Flask, session: Session, clock: FakeClock, done: list[dict[str, Any]]
) -> None:
    enqueue(session, fails=True)
    with app.app_context():
        assert run_one(db.session(), clock)
    assert session.scalars(select(JobRow.last_error)).one() == "ValueError: cannot be done"


def test_a_job_that_is_not_due_waits(session: Session) -> None:
    with writing(session):
        jobs.enqueue(session, "tested", {}, NOW + timedelta(minutes=1))
        assert jobs.claim(session, NOW) is None
