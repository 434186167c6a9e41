"""What practice writes: a set is started, answered one question at a time, and finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from app.domain.exams.practice import choose
from app.domain.items.values import PRACTICE_RULE
from app.extensions import writing
from app.features.practice.closing import close_inside, close_when_answered
from app.features.practice.errors import RefusedError
from app.features.practice.queries import Place
from app.models import (
    AnswerEventRow,
    AnswerRow,
    AssignmentRow,
    MarkRow,
    ReportRow,
    SittingRow,
)
from app.operations.cards import add_cards
from app.operations.library import load_versions
from app.operations.practice_pool import PoolEntry, PracticeSpec, asked_for, practice_pool

CONFIDENCES = ("sure", "fairly", "guess")
_sittings = cast(Table, SittingRow.__table__)
_answers = cast(Table, AnswerRow.__table__)
_events = cast(Table, AnswerEventRow.__table__)

_SAVE = (
    _answers.update()
    .where(
        _answers.c.sitting_id == bindparam("b_sitting"),
        _answers.c.position == bindparam("b_position"),
        _answers.c.checked_at.is_(None),
        _answers.c.revision == bindparam("b_revision"),
        select(SittingRow.state).where(SittingRow.id == bindparam("b_sitting")).scalar_subquery()
        == "open",
    )
    .values(
        response=bindparam("response"),
        choice_mask=bindparam("choice_mask"),
        confidence=bindparam("confidence"),
        revision=bindparam("revision"),
        saved_at=bindparam("saved_at"),
        points=bindparam("points"),
        checked_at=bindparam("checked_at"),
    )
)
_EVENT = _events.insert()
_MOVE = (
    _sittings.update()
    .where(_sittings.c.id == bindparam("b_sitting"))
    .values(position=bindparam("b_position"))
)
"""Where the learner goes on when she comes back."""


def start(
    session: Session,
    user_id: int,
    spec: PracticeSpec,
    now: datetime,
    seed: int,
    start_id: str = "",
) -> int:
    """Start a set of the learner's own; returns its id. A repeat of ``start_id`` starts nothing.

    Raises RefusedError when no question meets the spec.
    """
    newest = _newest(session, user_id)
    if start_id and newest is not None and newest.spec.get("start_id") == start_id:
        return int(newest.id)
    prepared = _prepare(session, user_id, spec, seed)
    with writing(session):
        sitting = _sitting(user_id, spec, now, seed, len(prepared), start_id)
        session.add(sitting)
        session.flush()
        session.execute(insert(AnswerRow), [{**row, "sitting_id": sitting.id} for row in prepared])
    return sitting.id


def start_assigned(
    session: Session, user_id: int, assignment_id: int, now: datetime, seed: int
) -> int:
    """Start the learner's next attempt at an assigned set, or go on with the open one.

    Raises RefusedError when it is not open now, or no attempt is left.
    """
    assigned = session.get(AssignmentRow, assignment_id)
    if assigned is None or assigned.kind != "practice":
        raise RefusedError("This assignment is not a practice set.")
    going = open_attempt(session, user_id, assignment_id)
    if going is not None:
        return going
    _check_open(assigned, now)
    spec = replace(PracticeSpec.from_dict(assigned.spec), title=assigned.title)
    prepared = _prepare(session, user_id, spec, seed)
    with writing(session):
        session.execute(
            select(AssignmentRow.id).where(AssignmentRow.id == assignment_id).with_for_update()
        )
        going = open_attempt(session, user_id, assignment_id)
        if going is not None:
            return going
        used = attempts_used(session, user_id, assignment_id)
        if used >= assigned.attempts:
            raise RefusedError("You have used every attempt at this assignment.")
        sitting = _sitting(user_id, spec, now, seed, len(prepared))
        sitting.assignment_id, sitting.number = assignment_id, used + 1
        session.add(sitting)
        session.flush()
        session.execute(insert(AnswerRow), [{**row, "sitting_id": sitting.id} for row in prepared])
    return sitting.id


def open_attempt(session: Session, user_id: int, assignment_id: int) -> int | None:
    return session.scalar(
        select(SittingRow.id).where(
            SittingRow.assignment_id == assignment_id,
            SittingRow.user_id == user_id,
            SittingRow.state == "open",
        )
    )


def attempts_used(session: Session, user_id: int, assignment_id: int) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                SittingRow.assignment_id == assignment_id, SittingRow.user_id == user_id
            )
        )
        or 0
    )


def _check_open(assigned: AssignmentRow, now: datetime) -> None:
    if now < assigned.opens_at:
        raise RefusedError("This assignment is not open yet.")
    if now >= assigned.closes_at:
        raise RefusedError("This assignment is closed.")


def _newest(session: Session, user_id: int) -> Any:
    return session.execute(
        select(SittingRow.id, SittingRow.spec)
        .where(SittingRow.user_id == user_id, SittingRow.kind == "practice")
        .order_by(SittingRow.started_at.desc(), SittingRow.id.desc())
        .limit(1)
    ).first()


def _sitting(
    user_id: int, spec: PracticeSpec, now: datetime, seed: int, items: int, start_id: str = ""
) -> SittingRow:
    stored = spec.to_dict()
    if start_id:
        stored["start_id"] = start_id[:40]
    return SittingRow(
        kind="practice",
        spec=stored,
        user_id=user_id,
        number=1,
        state="open",
        seed=seed,
        started_at=now,
        item_count=items,
        created_at=now,
    )


def _prepare(session: Session, user_id: int, spec: PracticeSpec, seed: int) -> list[dict[str, Any]]:
    """The rows of ``answers`` for a new set, each option order seeded by set and place."""
    pool = practice_pool(session, user_id)
    chosen = choose(asked_for(pool, spec), spec.wish, seed)
    if not chosen:
        raise RefusedError("No question matches. Leave out a filter, or choose another one.")
    entries: dict[str, PoolEntry] = {entry.item.ref: entry for entry in pool}
    found = [entries[item.ref] for item in chosen]
    versions = load_versions(session, {entry.version_id for entry in found})
    rows = []
    for position, entry in enumerate(found, start=1):
        item = versions[entry.version_id].items[entry.item.position_in_set]
        rows.append(
            {
                "position": position,
                "version_id": entry.version_id,
                "position_in_set": entry.item.position_in_set,
                "option_order": item.question.order(f"{seed}:{position}"),
            }
        )
    return rows


def answer(
    session: Session,
    place: Place,
    values: Sequence[str],
    confidence: str,
    now: datetime,
    user_id: int,
) -> bool:
    """Store an answer; with feedback at once it is checked, and final from then on.

    Returns False when another tab or an earlier press was first: nothing is changed then.
    Raises RefusedError without an answer, ResponseFault where it cannot be read.
    """
    if place.told:
        return False
    response = place.item.question.parse(values)
    if response is None:
        raise RefusedError("Choose an answer first." if place.option_order else "Enter a number.")
    checked = place.spec.feedback == "now"
    points = place.item.question.score(response, PRACTICE_RULE).points
    change = {
        "b_sitting": place.sitting_id,
        "b_position": place.position,
        "b_revision": place.revision,
        "response": response.to_json(),
        "choice_mask": place.item.question.mask(response),
        "confidence": confidence if confidence in CONFIDENCES else None,
        "revision": place.revision + 1,
        "saved_at": now,
        "points": points if checked else None,
        "checked_at": now if checked else None,
    }
    last = checked and all(c.checked for c in place.cells if c.position != place.position)
    goes_on = place.following or place.position
    closing = close_when_answered(session, place, response, confidence) if last else None
    with writing(session):
        done: Any = session.execute(_SAVE, change)
        if not done.rowcount:
            return False
        session.execute(
            _EVENT,
            {
                "sitting_id": place.sitting_id,
                "save_id": f"{place.position}.{place.revision + 1}",
                "position": place.position,
                "revision": place.revision + 1,
                "response": change["response"],
                "received_at": now,
            },
        )
        session.execute(_MOVE, {"b_sitting": place.sitting_id, "b_position": goes_on})
        if checked and points < 1:
            add_cards(session, user_id, [(place.document_id, f"item:{place.position_in_set}")], now)
        if closing is not None:
            close_inside(session, closing, now)
    return True


def star(session: Session, user_id: int, document_id: int, on: bool, now: datetime) -> None:
    """Put the learner's star on a question's document, or take it off; twice is once."""
    mark = session.get(MarkRow, (user_id, document_id, "star"))
    if (mark is not None) == on:
        return
    with writing(session):
        if on:
            session.add(
                MarkRow(user_id=user_id, document_id=document_id, kind="star", created_at=now)
            )
        else:
            session.execute(
                delete(MarkRow).where(
                    MarkRow.user_id == user_id,
                    MarkRow.document_id == document_id,
                    MarkRow.kind == "star",
                )
            )


def report(session: Session, user_id: int, place: Place, text: str, now: datetime) -> None:
    """Report a question to those who write items; the same words again are the same report."""
    known = session.scalar(
        select(ReportRow.id).where(
            ReportRow.user_id == user_id,
            ReportRow.document_id == place.document_id,
            ReportRow.state == "open",
            ReportRow.text == text,
        )
    )
    if known is not None:
        return
    with writing(session):
        session.add(
            ReportRow(
                user_id=user_id,
                document_id=place.document_id,
                version_id=place.version_id,
                text=text,
                state="open",
                created_at=now,
            )
        )
