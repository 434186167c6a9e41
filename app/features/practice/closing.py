"""Finishing a set: its answers are checked, its misses go to review, one grading is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from app.domain.exams.packing import FORMAT, Confidence, pack
from app.domain.exams.result import GivenAnswer, Part, Result, grade
from app.domain.items.values import PRACTICE_RULE, Response
from app.extensions import writing
from app.features.practice.queries import Place
from app.models import AnswerRow, GradingRow, SittingRow
from app.operations.cards import add_cards
from app.operations.library import Loaded, load_versions

_answers = cast(Table, AnswerRow.__table__)
_sittings = cast(Table, SittingRow.__table__)
_gradings = cast(Table, GradingRow.__table__)

_READ = (
    select(
        AnswerRow.position,
        AnswerRow.version_id,
        AnswerRow.position_in_set,
        AnswerRow.response,
        AnswerRow.confidence,
        AnswerRow.revision,
        AnswerRow.checked_at,
        SittingRow.assignment_id,
        SittingRow.user_id,
    )
    .join(SittingRow, SittingRow.id == AnswerRow.sitting_id)
    .where(AnswerRow.sitting_id == bindparam("sitting_id"))
    .order_by(AnswerRow.position)
)
_CHECK = (
    _answers.update()
    .where(
        _answers.c.sitting_id == bindparam("b_sitting"),
        _answers.c.position == bindparam("b_position"),
    )
    .values(points=bindparam("b_points"), checked_at=bindparam("b_at"))
)


@dataclass(frozen=True, slots=True)
class Given:
    """One place of the set as it is graded."""

    position: int
    version_id: int
    position_in_set: int
    response: Response | None
    confidence: str
    revision: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """All that finishing a set writes, worked out before the write begins."""

    sitting_id: int
    user_id: int
    given: tuple[Given, ...]
    result: Result
    misses: tuple[tuple[int, str], ...]


def close(session: Session, sitting_id: int, now: datetime) -> bool:
    """Finish a set; False when it was finished before.

    Its answers are read again under the write lock, since another tab may have answered.
    """
    given, user_id, assigned = _read(session, sitting_id)
    versions = load_versions(session, {one.version_id for one in given})
    with writing(session):
        locked = session.scalar(
            select(SittingRow.state).where(SittingRow.id == sitting_id).with_for_update()
        )
        if locked != "open":
            return False
        given, _, _ = _read(session, sitting_id)
        return close_inside(session, _closing(sitting_id, user_id, assigned, given, versions), now)


def close_when_answered(
    session: Session, place: Place, response: Response, confidence: str
) -> Closing:
    """What finishing writes once this last open place has its answer."""
    given, user_id, assigned = _read(session, place.sitting_id)
    last = replace(
        given[place.position - 1],
        response=response,
        confidence=confidence,
        revision=place.revision + 1,
        checked=True,
    )
    whole = (*given[: place.position - 1], last, *given[place.position :])
    versions = load_versions(session, {one.version_id for one in whole})
    return _closing(place.sitting_id, user_id, assigned, whole, versions)


def close_inside(session: Session, closing: Closing, now: datetime) -> bool:
    """Write the end of a set inside ``writing``; False when it was finished before."""
    won: Any = session.execute(
        _sittings.update()
        .where(_sittings.c.id == closing.sitting_id, _sittings.c.state == "open")
        .values(state="closed", closed_at=now, close_reason="learner")
    )
    if not won.rowcount:
        return False
    _check(session, closing, now)
    add_cards(session, closing.user_id, list(closing.misses), now)
    grading = session.scalar(
        _gradings.insert()
        .values(
            sitting_id=closing.sitting_id,
            number=1,
            cause="close",
            raw=closing.result.raw,
            max=closing.result.maximum,
            per_domain={part.name: _counts(part) for part in closing.result.domains},
            format=FORMAT,
            body=pack(closing.result.marks),
            created_at=now,
        )
        .returning(_gradings.c.id)
    )
    session.execute(
        _sittings.update()
        .where(_sittings.c.id == closing.sitting_id)
        .values(current_grading_id=grading)
    )
    return True


def _read(session: Session, sitting_id: int) -> tuple[tuple[Given, ...], int, bool]:
    rows = session.execute(_READ, {"sitting_id": sitting_id}).all()
    given = tuple(
        Given(
            position=row.position,
            version_id=row.version_id,
            position_in_set=row.position_in_set,
            response=Response.from_json(row.response) if row.response else None,
            confidence=row.confidence or "",
            revision=row.revision,
            checked=row.checked_at is not None,
        )
        for row in rows
    )
    return given, rows[0].user_id, rows[0].assignment_id is not None


def _closing(
    sitting_id: int,
    user_id: int,
    assigned: bool,
    given: Sequence[Given],
    versions: Mapping[int, Loaded],
) -> Closing:
    """Places left without an answer count as wrong in an assignment, and not at all elsewhere."""
    result = grade([_graded(one, assigned, versions) for one in given], PRACTICE_RULE)
    missed = [given[position - 1] for position in result.misses]
    return Closing(
        sitting_id,
        user_id,
        tuple(given),
        result,
        tuple(
            (versions[one.version_id].document_id, f"item:{one.position_in_set}") for one in missed
        ),
    )


def _graded(one: Given, assigned: bool, versions: Mapping[int, Loaded]) -> GivenAnswer:
    return GivenAnswer(
        version=one.version_id,
        item=versions[one.version_id].items[one.position_in_set],
        response=one.response,
        scored=assigned or one.response is not None,
        changes=max(0, one.revision - 1),
        confidence=cast(Confidence, one.confidence),
    )


def _check(session: Session, closing: Closing, now: datetime) -> None:
    rows = [
        {
            "b_sitting": closing.sitting_id,
            "b_position": one.position,
            "b_points": mark.points,
            "b_at": now,
        }
        for one, mark in zip(closing.given, closing.result.marks, strict=True)
        if one.response is not None and not one.checked
    ]
    if rows:
        session.execute(_CHECK, rows)


def _counts(part: Part) -> dict[str, float]:
    return {
        "n": part.n,
        "right": part.right,
        "points": part.points,
        "low": part.interval.low,
        "high": part.interval.high,
    }
