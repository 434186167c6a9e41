"""An instructor's day: reports on questions, what her classes handed in, drafts that wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    AssignmentRow,
    ChartAttemptRow,
    ClassMemberRow,
    ClassRow,
    DocumentRow,
    MembershipRow,
    ReportRow,
    SittingRow,
)

LATELY = timedelta(days=7)
MOST = 10


@dataclass(frozen=True, slots=True)
class Report:
    """A question that learners reported: the newest text of ``n`` open reports."""

    document_id: int
    title: str
    text: str
    n: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How many of a class handed an assignment in lately, and when the last one did."""

    assignment_id: int
    title: str
    class_name: str
    n: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that waits for someone to go on with it."""

    document_id: int
    kind: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class TeachingDay:
    """What an instructor finds on her page; totals are of everything, lists hold ten at most."""

    reports: tuple[Report, ...]
    report_total: int
    handed_in: tuple[HandedIn, ...]
    drafts: tuple[Draft, ...]
    draft_total: int
    classes: int


def teaching_day(
    session: Session, user_id: int, organisations: Collection[int], now: datetime
) -> TeachingDay:
    """The day of an instructor; ``organisations`` are those in which she teaches, with all below.

    The number of queries does not grow with reports, classes or learners.
    """
    reports = _reports(session, organisations)
    drafts = _drafts(session, organisations)
    return TeachingDay(
        reports=tuple(reports[:MOST]),
        report_total=len(reports),
        handed_in=tuple(_handed_in(session, user_id, now)),
        drafts=tuple(drafts[:MOST]),
        draft_total=len(drafts),
        classes=_classes(session, user_id),
    )


def _reports(session: Session, organisations: Collection[int]) -> list[Report]:
    """Open reports by students of these organisations, by question, the newest first."""
    reporters = select(MembershipRow.user_id).where(
        MembershipRow.role == "student", MembershipRow.organisation_id.in_(organisations)
    )
    rows = session.execute(
        select(
            ReportRow.document_id,
            DocumentRow.title,
            DocumentRow.ref,
            ReportRow.text,
            ReportRow.created_at,
        )
        .join(DocumentRow, DocumentRow.id == ReportRow.document_id)
        .where(ReportRow.state == "open", ReportRow.user_id.in_(reporters))
        .order_by(ReportRow.created_at.desc(), ReportRow.id.desc())
    ).all()
    by_document: dict[int, list[Any]] = {}
    for row in rows:
        by_document.setdefault(row.document_id, []).append(row)
    return [
        Report(number, of[0].title or of[0].ref, of[0].text, len(of), of[0].created_at)
        for number, of in by_document.items()
    ]


def _handed_in(session: Session, user_id: int, now: datetime) -> list[HandedIn]:
    """Assignments of her classes that learners handed in lately, the last one first."""
    sat = _lately(
        session, user_id, SittingRow, SittingRow.closed_at, SittingRow.state == "closed", now
    )
    coded = _lately(
        session,
        user_id,
        ChartAttemptRow,
        ChartAttemptRow.submitted_at,
        ChartAttemptRow.state == "submitted",
        now,
    )
    found = [HandedIn(*row) for row in (*sat, *coded)]
    return sorted(found, key=lambda one: one.last, reverse=True)[:MOST]


def _lately(
    session: Session, user_id: int, work: Any, at: Any, ended: Any, now: datetime
) -> list[Any]:
    return list(
        session.execute(
            select(
                AssignmentRow.id,
                AssignmentRow.title,
                ClassRow.name,
                func.count(work.user_id.distinct()),
                func.max(at, type_=at.type),
            )
            .join(ClassRow, ClassRow.id == AssignmentRow.class_id)
            .join(ClassMemberRow, ClassMemberRow.class_id == ClassRow.id)
            .join(work, work.assignment_id == AssignmentRow.id)
            .where(
                ClassMemberRow.user_id == user_id,
                ClassMemberRow.role == "instructor",
                ClassMemberRow.left_at.is_(None),
                ended,
                at >= now - LATELY,
            )
            .group_by(AssignmentRow.id, AssignmentRow.title, ClassRow.name)
        ).all()
    )


def _drafts(session: Session, organisations: Collection[int]) -> list[Draft]:
    """What was written here, is not published yet, and may be edited by her; by title.

    Library items in review came from files: they are on trial in mock exams, nobody's draft.
    """
    rows = session.execute(
        select(
            DocumentRow.id, DocumentRow.kind, DocumentRow.title, DocumentRow.ref, DocumentRow.state
        )
        .where(
            DocumentRow.state.in_(("draft", "in_review")),
            DocumentRow.file_version_id.is_(None),
            or_(
                DocumentRow.organisation_id.is_(None),
                DocumentRow.organisation_id.in_(organisations),
            ),
        )
        .order_by(DocumentRow.title, DocumentRow.id)
    )
    return [Draft(row.id, row.kind, row.title or row.ref, row.state) for row in rows]


def _classes(session: Session, user_id: int) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(ClassMemberRow)
        .join(ClassRow, ClassRow.id == ClassMemberRow.class_id)
        .where(
            ClassMemberRow.user_id == user_id,
            ClassMemberRow.role == "instructor",
            ClassMemberRow.left_at.is_(None),
            ClassRow.archived_at.is_(None),
        )
    )
    return int(count or 0)
