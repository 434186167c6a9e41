"""Work of learners written straight into the tables, for pages that list it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.exams.packing import FORMAT, Mark, pack
from app.extensions import writing
from app.models import (
    AnswerRow,
    AssignmentRow,
    ChartAttemptRow,
    ChartGradingRow,
    DocumentRow,
    ExamRow,
    GradingRow,
    ItemFactsRow,
    SittingRow,
)


def document(session: Session, kind: str, ref: str) -> tuple[int, int]:
    """Ids of a document and of its current version."""
    row = session.execute(
        select(DocumentRow.id, DocumentRow.current_version_id).where(
            DocumentRow.kind == kind, DocumentRow.ref == ref
        )
    ).one()
    session.commit()
    return row.id, row.current_version_id


def assign(
    session: Session,
    class_id: int,
    kind: str,
    document_id: int | None,
    now: datetime,
    by: int,
    **values: Any,
) -> int:
    """An assignment that opened yesterday and closes in three days."""
    row = AssignmentRow(
        **{
            "class_id": class_id,
            "kind": kind,
            "document_id": document_id,
            "spec": {},
            "title": f"Assigned {kind}",
            "instructions": "",
            "attempts": 1,
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=3),
            "created_by": by,
            "created_at": now,
            **values,
        }
    )
    with writing(session):
        session.add(row)
        session.flush()
        return row.id


def practice(
    session: Session,
    user_id: int,
    now: datetime,
    points: list[float | None],
    assignment_id: int | None = None,
    state: str = "open",
) -> int:
    """A practice set of as many questions as ``points``; None is not answered yet."""
    facts = session.execute(
        select(ItemFactsRow.version_id, ItemFactsRow.position_in_set)
        .where(ItemFactsRow.purpose == "practice")
        .order_by(ItemFactsRow.ref)
        .limit(len(points))
    ).all()
    with writing(session):
        row = _sitting(user_id, now, "practice", len(points), assignment_id, state)
        session.add(row)
        session.flush()
        for position, ((version, place), value) in enumerate(
            zip(facts, points, strict=True), start=1
        ):
            session.add(
                AnswerRow(
                    sitting_id=row.id,
                    position=position,
                    version_id=version,
                    position_in_set=place,
                    option_order="0123",
                    points=value,
                    response=None if value is None else "[0]",
                    checked_at=None if value is None else now,
                )
            )
        return row.id


def _sitting(
    user_id: int, now: datetime, kind: str, count: int, assignment_id: int | None, state: str
) -> SittingRow:
    return SittingRow(
        kind=kind,
        user_id=user_id,
        assignment_id=assignment_id,
        number=1,
        state=state,
        seed=1,
        spec={},
        started_at=now,
        item_count=count,
        closed_at=now if state == "closed" else None,
        created_at=now,
    )


def exam(
    session: Session,
    user_id: int,
    now: datetime,
    per_domain: dict[str, tuple[float, int]] | None,
    number: int = 1,
    assignment_id: int | None = None,
) -> int:
    """A mock exam, closed with these points of answers by domain, or open where there are none."""
    _, version = document(session, "blueprint", "rhit-short")
    slug = session.scalar(select(ExamRow.id).where(ExamRow.slug == "rhit-short"))
    with writing(session):
        if slug is None:
            new = ExamRow(slug="rhit-short", title="Short", blueprint_version_id=version)
            session.add(new)
            session.flush()
            slug = new.id
        closed = per_domain is not None
        row = _sitting(user_id, now, "exam", 60, assignment_id, "closed" if closed else "open")
        row.exam_id, row.number = slug, number
        row.deadline_at = now + timedelta(hours=2)
        session.add(row)
        session.flush()
        if per_domain is not None:
            row.current_grading_id = _grading(session, row.id, per_domain)
        return row.id


def _grading(session: Session, sitting_id: int, per_domain: dict[str, tuple[float, int]]) -> int:
    made = GradingRow(
        sitting_id=sitting_id,
        number=1,
        cause="close",
        raw=sum(points for points, _ in per_domain.values()),
        max=float(sum(n for _, n in per_domain.values())),
        scaled=312,
        passed=True,
        per_domain={
            domain: {"n": n, "right": int(points), "points": points, "low": 0.0, "high": 1.0}
            for domain, (points, n) in per_domain.items()
        },
        format=1,
        body=b"",
    )
    session.add(made)
    session.flush()
    return made.id


def chart(
    session: Session,
    user_id: int,
    now: datetime,
    total: float | None,
    number: int = 1,
    assignment_id: int | None = None,
) -> int:
    """A chart attempt, handed in with this score, or open where there is none."""
    ref = session.scalars(
        select(DocumentRow.ref).where(DocumentRow.kind == "chart").order_by(DocumentRow.ref)
    ).first()
    document_id, version = document(session, "chart", ref or "")
    with writing(session):
        row = ChartAttemptRow(
            document_id=document_id,
            version_id=version,
            user_id=user_id,
            assignment_id=assignment_id,
            number=number,
            state="open" if total is None else "submitted",
            edition="FY2026-April",
            coding={"diagnoses": [{"code": "I10", "poa": "Y"}], "procedures": []},
            started_at=now,
            submitted_at=None if total is None else now,
            created_at=now,
        )
        session.add(row)
        session.flush()
        if total is not None:
            session.add(
                ChartGradingRow(
                    attempt_id=row.id, number=1, grader_version=1, total=total, scores={}
                )
            )
        return row.id


def practice_done(
    session: Session, user_id: int, now: datetime, points: list[float], assignment_id: int
) -> int:
    """A practice set for an assignment, closed with its grading."""
    sitting = practice(session, user_id, now, list(points), assignment_id, "closed")
    versions = session.execute(
        select(AnswerRow.version_id, AnswerRow.position_in_set)
        .where(AnswerRow.sitting_id == sitting)
        .order_by(AnswerRow.position)
    ).all()
    marks = [
        Mark(version, 1, value, position_in_set=place)
        for (version, place), value in zip(versions, points, strict=True)
    ]
    with writing(session):
        made = GradingRow(
            sitting_id=sitting,
            number=1,
            cause="close",
            raw=sum(points),
            max=float(len(points)),
            per_domain={},
            format=FORMAT,
            body=pack(marks),
        )
        session.add(made)
        session.flush()
        session.execute(
            update(SittingRow).where(SittingRow.id == sitting).values(current_grading_id=made.id)
        )
    return sitting
