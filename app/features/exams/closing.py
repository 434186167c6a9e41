"""Closing a sitting: by the learner, the sweeper or a late read, always with one same result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.domain.exams.blueprint import Scale, blueprint_from_body
from app.domain.exams.clock import close_reason, closed_at
from app.domain.exams.packing import FORMAT, pack
from app.domain.exams.result import GivenAnswer, Part, Result, Standard, grade
from app.domain.items.values import MOCK_RULE, Response
from app.extensions import writing
from app.features.exams.history import answers_given, changes
from app.models import AnswerRow, FormRow, GradingRow, SittingRow
from app.operations.cards import add_cards
from app.operations.library import Loaded, UnreadableVersionError, load_versions

log = structlog.get_logger()

GRACE = timedelta(seconds=15)
"""How long after the deadline the sweeper waits, so that a save which arrived in time and waits
for the write lock is in the grading."""
AT_ONCE = 200

_sittings = cast(Table, SittingRow.__table__)
_gradings = cast(Table, GradingRow.__table__)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is read before the write: nothing of it changes while the sitting is open."""

    sitting_id: int
    user_id: int
    deadline: datetime | None
    standard: Standard
    versions: Mapping[int, Loaded]


def close(session: Session, sitting_id: int, now: datetime) -> bool:
    """Close an open exam and grade it; False when it is closed already or is no exam.

    Counts as closed at ``now`` or at its deadline, whichever is earlier.
    """
    case = _read(session, sitting_id)
    if case is None:
        return False
    at = closed_at(now, case.deadline)
    with writing(session):
        won: Any = session.execute(
            _sittings.update()
            .where(_sittings.c.id == sitting_id, _sittings.c.state == "open")
            .values(state="closed", closed_at=at, close_reason=close_reason(now, case.deadline))
        )
        if not won.rowcount:
            return False
        answers = _answers(session, sitting_id)
        result = grade(
            _given(answers, answers_given(session, sitting_id), case.versions),
            MOCK_RULE,
            case.standard,
        )
        _store(session, case, result, at)
        add_cards(session, case.user_id, _missed(answers, result, case.versions), at)
    return True


def sweep(session: Session, now: datetime) -> int:
    """Close exams whose time is over, each in a commit of its own; returns how many."""
    due = session.scalars(
        select(SittingRow.id)
        .where(
            SittingRow.state == "open",
            SittingRow.kind == "exam",
            SittingRow.deadline_at < now - GRACE,
        )
        .order_by(SittingRow.deadline_at)
        .limit(AT_ONCE)
    ).all()
    closed = 0
    for sitting_id in due:
        try:
            closed += close(session, sitting_id, now)
        except UnreadableVersionError as error:
            log.error("cannot_close", sitting=sitting_id, reason=str(error))
    return closed


def _read(session: Session, sitting_id: int) -> _Case | None:
    row = session.execute(
        select(
            SittingRow.user_id,
            SittingRow.deadline_at,
            FormRow.cut,
            FormRow.blueprint_version_id,
        )
        .join(FormRow, FormRow.id == SittingRow.form_id)
        .where(SittingRow.id == sitting_id, SittingRow.state == "open")
    ).one_or_none()
    if row is None:
        return None
    shown = session.scalars(
        select(AnswerRow.version_id).where(AnswerRow.sitting_id == sitting_id)
    ).all()
    versions = load_versions(session, {*shown, row.blueprint_version_id})
    return _Case(
        sitting_id,
        row.user_id,
        row.deadline_at,
        Standard(row.cut, _scale(versions[row.blueprint_version_id])),
        versions,
    )


def _scale(blueprint: Loaded) -> Scale:
    return blueprint_from_body(blueprint.content.data).scale


def _answers(session: Session, sitting_id: int) -> Sequence[Any]:
    return session.execute(
        select(
            AnswerRow.version_id,
            AnswerRow.position_in_set,
            AnswerRow.scored,
            AnswerRow.response,
            AnswerRow.seconds,
            AnswerRow.flagged,
            AnswerRow.position,
        )
        .where(AnswerRow.sitting_id == sitting_id)
        .order_by(AnswerRow.position)
    ).all()


def _given(
    answers: Sequence[Any],
    given: Mapping[int, list[Response]],
    versions: Mapping[int, Loaded],
) -> list[GivenAnswer]:
    return [
        GivenAnswer(
            version=row.version_id,
            item=versions[row.version_id].items[row.position_in_set],
            response=Response.from_json(row.response) if row.response else None,
            scored=row.scored,
            seconds=row.seconds,
            changes=changes(given[row.position]) if row.position in given else 0,
            flagged=row.flagged,
        )
        for row in answers
    ]


def _store(session: Session, case: _Case, result: Result, at: datetime) -> None:
    grading = session.execute(
        _gradings.insert()
        .values(
            sitting_id=case.sitting_id,
            number=1,
            cause="close",
            raw=result.raw,
            max=result.maximum,
            scaled=result.scaled,
            passed=result.passed,
            per_domain={part.name: _counts(part) for part in result.domains},
            format=FORMAT,
            body=pack(result.marks),
            created_at=at,
        )
        .returning(_gradings.c.id)
    ).scalar_one()
    session.execute(
        _sittings.update()
        .where(_sittings.c.id == case.sitting_id)
        .values(current_grading_id=grading)
    )


def _counts(part: Part) -> dict[str, float]:
    return {
        "n": part.n,
        "right": part.right,
        "points": part.points,
        "low": part.interval.low,
        "high": part.interval.high,
    }


def _missed(
    answers: Sequence[Any], result: Result, versions: Mapping[int, Loaded]
) -> list[tuple[int, str]]:
    """Review cards for scored items that earned less than all."""
    rows = [answers[position - 1] for position in result.misses]
    return [(versions[row.version_id].document_id, f"item:{row.position_in_set}") for row in rows]
