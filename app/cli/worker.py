"""``flask worker``: runs jobs until it is stopped, and enqueues the ones that return."""

from __future__ import annotations

import os
import signal
import socket
import time
from types import FrameType

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.extensions import db, writing
from app.models import WorkerRow
from app.operations import jobs
from app.web.clock import Clock

log = structlog.get_logger()
RETURNING = {"sweep_sittings": 15}
"""Kinds of jobs that return, with the seconds between."""
PAUSE = 1.0


class _Stop:
    """Set by the first signal; the job at hand is finished."""

    asked = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True


def run_one(session: Session, clock: Clock) -> bool:
    """Claim and run one job; False when none waits."""
    with writing(session):
        job = jobs.claim(session, clock())
    if job is None:
        return False
    try:
        result = jobs.handlers[job.kind](session, job.payload, clock())
    except Exception as error:
        session.rollback()
        log.exception("job_failed", kind=job.kind, job=job.id)
        with writing(session):
            jobs.fail(session, job, f"{type(error).__name__}: {error}", clock())
        return True
    with writing(session):
        jobs.finish(session, job.id, clock(), result)
    return True


def _beat(session: Session, name: str, clock: Clock) -> None:
    """Say that this worker lives, and enqueue what returns."""
    at = clock()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    with writing(session):
        session.execute(
            dialect.insert(WorkerRow)
            .values(name=name, seen_at=at)
            .on_conflict_do_update(index_elements=["name"], set_={"seen_at": at})
        )
        for kind in RETURNING:
            jobs.enqueue(session, kind, {}, at, dedupe_key="returning")


@click.command("worker")
@click.option("--once", is_flag=True, help="Run what waits, then end.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Run jobs; without a worker they wait."""
    work(current_app.extensions["clock"], once=once)


def work(clock: Clock, *, once: bool = False) -> None:
    """Run jobs until a signal comes, or once; an application's context must be there."""
    stop = _Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    name, beaten = f"{socket.gethostname()}:{os.getpid()}", 0.0
    while not stop.asked:
        try:
            if time.monotonic() - beaten > min(RETURNING.values()):
                _beat(db.session(), name, clock)
                beaten = time.monotonic()
            while not stop.asked and run_one(db.session(), clock):
                pass
        except OperationalError as error:
            log.error("worker_waits", reason=str(error).splitlines()[0])
        db.session.remove()
        if once:
            return
        time.sleep(PAUSE)
