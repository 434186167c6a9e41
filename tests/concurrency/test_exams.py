"""Exams under real concurrency: threads with a connection each, on both engines."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from app.domain.exams.packing import unpack
from app.domain.exams.saving import Outcome
from app.features.exams import saving, service
from app.features.exams.closing import GRACE, close, sweep
from app.models import AnswerEventRow, AnswerRow, FormRow, GradingRow, ReviewCardRow, SittingRow
from tests.concurrency.conftest import Ground
from tests.pages import Pages
from tests.personas import NOW

LATE = NOW + timedelta(minutes=30) + GRACE + timedelta(seconds=5)
PATIENCE = 20.0


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run all at once; the first exception of any is raised."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait(PATIENCE)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(PATIENCE * 3) for future in [pool.submit(run, act) for act in acts]]


def gradings(session: Session, sitting_id: int) -> list[GradingRow]:
    return list(session.scalars(select(GradingRow).where(GradingRow.sitting_id == sitting_id)))


def result_of(session: Session, sitting_id: int) -> tuple[Any, ...]:
    """Everything that a result is made of."""
    row = session.execute(
        select(
            SittingRow.closed_at,
            SittingRow.close_reason,
            GradingRow.raw,
            GradingRow.max,
            GradingRow.scaled,
            GradingRow.passed,
            GradingRow.per_domain,
            GradingRow.body,
            GradingRow.created_at,
        )
        .join(GradingRow, GradingRow.id == SittingRow.current_grading_id)
        .where(SittingRow.id == sitting_id)
    ).one()
    return tuple(row)


def owner(session: Session, sitting_id: int) -> int:
    return session.scalars(select(SittingRow.user_id).where(SittingRow.id == sitting_id)).one()


def places(session: Session, sitting_id: int, options: int) -> list[int]:
    """Positions of the questions with so many options."""
    found = session.execute(
        select(AnswerRow.position, AnswerRow.option_order)
        .where(AnswerRow.sitting_id == sitting_id)
        .order_by(AnswerRow.position)
    )
    return [position for position, order in found if len(order) == options]


def save(ground: Ground, sitting_id: int, position: int, value: int, revision: int) -> Outcome:
    with ground.session() as session:
        user = owner(session, sitting_id)
        sent = saving.SentSave(f"{position}-{revision}-{value}", revision, (str(value),))
        return saving.save(session, sitting_id, position, user, sent, NOW).outcome


def test_twenty_closers_of_three_kinds_make_one_grading(ground: Ground) -> None:
    with ground.session() as session:
        sitting_id = service.start(session, "tiny", ground.ana, 7, NOW)
        for position in places(session, sitting_id, 4):
            save(ground, sitting_id, position, 0, 0)
    ground.app.extensions["clock"] = lambda: LATE

    def learner() -> None:
        Pages(ground.app, "ana").post("exams.submit", sitting_id=sitting_id)

    def sweeper() -> None:
        with ground.session() as session:
            sweep(session, LATE)

    def reader() -> None:
        Pages(ground.app, "ana").get("exams.result", sitting_id=sitting_id)

    together(*[learner, sweeper, reader] * 6, learner, reader)
    with ground.session() as session:
        assert len(gradings(session, sitting_id)) == 1
        assert result_of(session, sitting_id)[0] == NOW + timedelta(minutes=30)
        cards = session.scalar(select(func.count()).where(ReviewCardRow.user_id == ground.ana))
        assert cards == 2


def test_the_result_is_the_same_to_the_byte_whoever_closes(ground: Ground) -> None:
    closers: dict[str, Callable[[Session, int], object]] = {
        "learner": lambda session, sitting_id: close(session, sitting_id, LATE),
        "sweeper": lambda session, _id: sweep(session, LATE + timedelta(hours=9)),
        "reader": lambda session, sitting_id: close(session, sitting_id, LATE + timedelta(days=3)),
    }
    results = []
    for name, act in closers.items():
        sitting_id = ground.start(name)
        with ground.session() as session:
            for position in places(session, sitting_id, 4):
                save(ground, sitting_id, position, position % 2, 0)
            act(session, sitting_id)
            results.append(result_of(session, sitting_id))
    assert results[0] == results[1] == results[2]


def test_eight_tabs_start_one_sitting_on_one_form(ground: Ground) -> None:
    first = ground.start("tabs")
    with ground.session() as session:
        forms = session.scalar(select(func.count(FormRow.id)))
        close(session, first, NOW)
        user = owner(session, first)

    def start(seed: int) -> Callable[[], int]:
        def act() -> int:
            with ground.session() as session:
                return service.start(session, "tiny", user, seed, NOW)

        return act

    started = together(*[start(seed) for seed in range(8)])
    assert len(set(started)) == 1
    with ground.session() as session:
        made = session.scalar(select(func.count(FormRow.id)))
        assert (made or 0) - (forms or 0) <= 2  # a spare one waits for the next attempt
        rows = session.scalar(select(func.count()).where(AnswerRow.sitting_id == started[0]))
        assert rows == 8


def test_every_acknowledged_save_is_in_the_grading_and_no_refused_one(ground: Ground) -> None:
    """Six tabs change their question as fast as they can while one closes."""
    sitting_id = ground.start("hammer")
    with ground.session() as session:
        own = places(session, sitting_id, 4)
    last: dict[int, int] = dict.fromkeys(own, -1)

    def writer(position: int) -> Callable[[], None]:
        def act() -> None:
            for revision in range(200):
                outcome = save(ground, sitting_id, position, revision % 4, revision)
                if outcome is Outcome.CLOSED:
                    return
                assert outcome is Outcome.ACCEPTED
                last[position] = revision % 4

        return act

    def closer() -> None:
        time.sleep(0.3)
        with ground.session() as session:
            close(session, sitting_id, NOW + timedelta(minutes=1))

    together(*[writer(position) for position in own], closer)
    with ground.session() as session:
        (grading,) = gradings(session, sitting_id)
        marks = unpack(grading.body)
    assert {p: marks[p - 1].mask for p in own} == {
        p: 0 if value < 0 else 1 << value for p, value in last.items()
    }


def test_two_tabs_on_one_revision_one_is_told_to_look(ground: Ground) -> None:
    sitting_id = ground.start("two-tabs")
    with ground.session() as session:
        place = places(session, sitting_id, 4)[0]
    outcomes = together(
        *[lambda value=value: save(ground, sitting_id, place, value, 0) for value in range(4)]
    )
    assert sorted(outcomes) == ["accepted", "stale", "stale", "stale"]
    with ground.session() as session:
        rows = session.scalar(select(func.count()).where(AnswerEventRow.sitting_id == sitting_id))
        assert rows == 1


def test_the_same_save_sent_four_times_at_once_is_stored_once(ground: Ground) -> None:
    sitting_id = ground.start("resend")
    with ground.session() as session:
        place = places(session, sitting_id, 4)[0]
    outcomes = together(*[lambda: save(ground, sitting_id, place, 1, 0)] * 4)
    assert sorted(outcomes) == ["accepted", "repeat", "repeat", "repeat"]


@pytest.mark.parametrize(
    ("first", "pause_after", "acknowledged"),
    [("save", "UPDATE answers", True), ("close", "UPDATE sittings", False)],
)
def test_save_against_close_on_two_connections(
    on_postgres: Ground, first: str, pause_after: str, acknowledged: bool
) -> None:
    """Whoever holds the sitting's lock goes first; the other waits for the commit and sees it."""
    sitting_id = on_postgres.start(f"barrier-{first}")
    with on_postgres.session() as session:
        place = places(session, sitting_id, 4)[0]
    holds, outcomes = threading.Event(), {}

    def hold(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        leads = threading.current_thread().name == first and not holds.is_set()
        if leads and statement.startswith(pause_after):
            holds.set()
            wait_until_someone_waits(on_postgres)

    def saver() -> None:
        outcomes["save"] = save(on_postgres, sitting_id, place, 0, 0)

    def closer() -> None:
        with on_postgres.session() as session:
            outcomes["close"] = close(session, sitting_id, NOW + timedelta(minutes=1))

    acts = {"save": saver, "close": closer}
    second = "close" if first == "save" else "save"
    event.listen(on_postgres.engine, "after_cursor_execute", hold)
    try:
        leading = threading.Thread(target=acts[first], name=first)
        following = threading.Thread(target=acts[second], name=second)
        leading.start()
        assert holds.wait(PATIENCE)
        following.start()
        leading.join(PATIENCE)
        following.join(PATIENCE)
    finally:
        event.remove(on_postgres.engine, "after_cursor_execute", hold)
    assert outcomes["close"] is True
    assert outcomes["save"] is (Outcome.ACCEPTED if acknowledged else Outcome.CLOSED)
    with on_postgres.session() as session:
        (grading,) = gradings(session, sitting_id)
        assert unpack(grading.body)[place - 1].mask == (1 if acknowledged else 0)


def wait_until_someone_waits(ground: Ground) -> None:
    """Until another connection is seen waiting for a lock."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with ground.engine.connect() as connection:
            if connection.scalar(waiting):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waited: the two do not lock the same row")
