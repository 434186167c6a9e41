"""Writing what learners did, so that there is something to share."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import (
    AnswerRow,
    ChartAttemptRow,
    ChartGradingRow,
    DocumentRow,
    ItemFactsRow,
    ProgressRow,
    SittingRow,
)
from app.operations import people
from tests.personas import NOW


def _document(session: Session, kind: str) -> DocumentRow:
    return session.scalars(
        select(DocumentRow)
        .where(DocumentRow.kind == kind, DocumentRow.state == "live")
        .order_by(DocumentRow.ref)
        .limit(1)
    ).one()


def learned(session: Session, user_id: int, right: int = 3, answered: int = 4) -> None:
    """One lesson done, one chart handed in with 80 of 100, some practice questions answered."""
    lesson, chart = _document(session, "lesson"), _document(session, "chart")
    facts = session.scalars(select(ItemFactsRow).limit(1)).one()
    with writing(session):
        session.add(
            ProgressRow(
                user_id=user_id,
                document_id=lesson.id,
                version_seen=lesson.current_version_id or 0,
                seen_at=NOW,
                completed_at=NOW,
            )
        )
        attempt = ChartAttemptRow(
            document_id=chart.id,
            version_id=chart.current_version_id or 0,
            user_id=user_id,
            number=1,
            state="submitted",
            edition="FY2026",
            coding={},
            started_at=NOW,
            submitted_at=NOW,
        )
        sitting = SittingRow(
            kind="practice",
            user_id=user_id,
            number=1,
            state="closed",
            seed=1,
            started_at=NOW,
            item_count=answered,
        )
        session.add_all([attempt, sitting])
        session.flush()
        session.add(
            ChartGradingRow(
                attempt_id=attempt.id, number=1, grader_version=1, total=80.0, scores={}
            )
        )
        session.add_all(
            AnswerRow(
                sitting_id=sitting.id,
                position=place,
                version_id=facts.version_id,
                option_order="ABCD",
                response="A",
                points=1.0 if place <= right else 0.0,
                checked_at=NOW,
            )
            for place in range(1, answered + 1)
        )


def more_learners(session: Session, organisation_id: int, count: int, start: int = 0) -> list[int]:
    """So many more students of an organisation."""
    with writing(session):
        made = []
        for number in range(start, start + count):
            user = people.create(
                session,
                name=f"Learner {number:04}",
                email=f"learner{number}@persona.example",
                password_hash=None,
                now=NOW,
            )
            people.grant(session, user, organisation_id, "student", NOW)
            made.append(user)
    return made
