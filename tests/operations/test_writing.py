"""The one door to writes."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.extensions import PendingChangesError, WriteOutsideError, db, writing
from app.models import AuditRow, RateLimitRow, UserRow
from app.operations import audit
from tests.personas import NOW, School


def test_a_statement_outside_the_door_is_refused(session: Session, school: School) -> None:
    with pytest.raises(WriteOutsideError):
        session.execute(update(UserRow).where(UserRow.id == 1).values(name="Nobody"))


def test_changes_from_before_the_door_are_refused(session: Session, school: School) -> None:
    user = session.get_one(UserRow, school.users["ana"])
    user.name = "Changed too early"
    with pytest.raises(PendingChangesError), writing(session):
        pass


def test_a_failure_inside_leaves_nothing_behind(session: Session) -> None:
    values = {"key": "k", "count": 1, "expires_at": NOW}

    def fail() -> None:
        with writing(session):
            session.execute(insert(RateLimitRow).values(values))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert session.scalar(select(func.count()).select_from(RateLimitRow)) == 0


def test_twenty_writers_lose_no_update(app: Flask, session: Session) -> None:
    with writing(session):
        session.execute(insert(RateLimitRow).values(key="n", count=0, expires_at=NOW))

    def add_ten() -> None:
        with app.app_context():
            for _ in range(10):
                own = db.session()
                with writing(own):
                    count = own.scalar(
                        select(RateLimitRow.count).where(RateLimitRow.key == "n").with_for_update()
                    )
                    own.execute(
                        update(RateLimitRow)
                        .where(RateLimitRow.key == "n")
                        .values(count=(count or 0) + 1)
                    )
            db.session.remove()

    threads = [threading.Thread(target=add_ten) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.scalar(select(RateLimitRow.count).where(RateLimitRow.key == "n")) == 200


def test_a_reader_is_not_held_up_by_a_writer(app: Flask, session: Session) -> None:
    waiting, written = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context(), writing(db.session()) as own:
            own.execute(insert(RateLimitRow).values(key="held", count=1, expires_at=NOW))
            waiting.set()
            written.wait(5)

    writer = threading.Thread(target=hold)
    writer.start()
    waiting.wait(5)
    started = time.perf_counter()
    assert session.scalar(select(func.count()).select_from(RateLimitRow)) == 0
    assert time.perf_counter() - started < 1
    written.set()
    writer.join()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_audit_trail_refuses_changes(session: Session, act: str) -> None:
    with writing(session):
        audit.record(session, at=NOW, actor_id=None, action="tried", target="test:1")
    statement = update(AuditRow).values(action="forged") if act == "update" else delete(AuditRow)
    with pytest.raises(DatabaseError, match="never changed"), writing(session):
        session.execute(statement)


def test_times_come_back_in_utc(session: Session) -> None:
    at = datetime.fromisoformat("2026-03-08T02:30:00-05:00")
    with writing(session):
        audit.record(session, at=at, actor_id=None, action="timed", target="test:1")
    stored = session.scalars(select(AuditRow.at).where(AuditRow.action == "timed")).one()
    assert stored == at
    assert stored.tzinfo is UTC
