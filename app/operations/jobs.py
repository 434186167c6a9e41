"""Jobs: enqueued in the commit that caused them, claimed by a worker, run at least once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import JobRow

Handler = Callable[[Session, dict[str, Any], datetime], dict[str, Any] | None]
"""Does a job; what it returns is kept for the job's page."""
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5

handlers: dict[str, Handler] = {}


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind; it must be idempotent."""

    def register(handler: Handler) -> Handler:
        handlers[kind] = handler
        return handler

    return register


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    run_after: datetime,
    dedupe_key: str | None = None,
) -> None:
    """Add a job in the caller's transaction; one that waits with the same key is enough."""
    values = {
        "kind": kind,
        "payload": payload,
        "run_after": run_after,
        "dedupe_key": dedupe_key,
        "attempts": 0,
        "last_error": "",
        "created_at": run_after,
    }
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(JobRow).values(values).on_conflict_do_nothing())


def claim(session: Session, at: datetime) -> Job | None:
    """Take the next job whose time has come; the caller holds the write transaction."""
    waiting = (
        select(JobRow.id)
        .where(
            JobRow.done_at.is_(None),
            JobRow.failed_at.is_(None),
            JobRow.run_after <= at,
            or_(JobRow.locked_until.is_(None), JobRow.locked_until < at),
        )
        .order_by(JobRow.run_after, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = session.execute(
        update(JobRow)
        .where(JobRow.id == waiting)
        .values(locked_until=at + LEASE, attempts=JobRow.attempts + 1)
        .returning(JobRow.id, JobRow.kind, JobRow.payload, JobRow.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return Job(*taken) if taken else None


def finish(
    session: Session, job_id: int, at: datetime, result: dict[str, Any] | None = None
) -> None:
    session.execute(
        update(JobRow)
        .where(JobRow.id == job_id)
        .values(done_at=at, locked_until=None, last_error="", result=result)
    )


def waiting_id(session: Session, kind: str, dedupe_key: str) -> int | None:
    """The id of the job that waits or runs under this key."""
    return session.scalar(
        select(JobRow.id).where(
            JobRow.kind == kind,
            JobRow.dedupe_key == dedupe_key,
            JobRow.done_at.is_(None),
            JobRow.failed_at.is_(None),
        )
    )


def retry(session: Session, job_id: int, at: datetime) -> bool:
    """Let a job that was given up run again; False when it was not, or the same one waits."""
    row = session.get(JobRow, job_id, populate_existing=True)
    if row is None or row.failed_at is None:
        return False
    if row.dedupe_key is not None and waiting_id(session, row.kind, row.dedupe_key):
        return False
    row.failed_at, row.attempts, row.run_after = None, 0, at
    return True


def fail(session: Session, job: Job, error: str, at: datetime) -> None:
    """Put a job back with a growing wait, or give it up after MOST_ATTEMPTS."""
    given_up = job.attempts >= MOST_ATTEMPTS
    session.execute(
        update(JobRow)
        .where(JobRow.id == job.id)
        .values(
            last_error=error[:500],
            locked_until=None,
            failed_at=at if given_up else None,
            run_after=at + timedelta(seconds=2**job.attempts),
        )
    )
