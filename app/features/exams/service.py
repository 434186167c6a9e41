"""Starting an exam: one open sitting for each learner and exam, whatever the number of tabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.domain.exams.blueprint import Blueprint, blueprint_from_body
from app.domain.exams.clock import Sitting, Terms, deadline, is_due
from app.extensions import writing
from app.features.exams.closing import close
from app.features.exams.errors import RefusedError, UnknownError
from app.features.exams.formation import form_for, insert_once
from app.models import (
    AnswerRow,
    AssignmentRow,
    DocumentRow,
    ExamRow,
    FormItemRow,
    FormRow,
    SittingRow,
)
from app.operations.library import Loaded, current, load_versions


@dataclass(frozen=True, slots=True)
class Task:
    """The assignment for which an exam is sat: its id, and when its window closes."""

    id: int
    title: str
    closes_at: datetime


def offered(session: Session, slug: str) -> tuple[Loaded, Blueprint]:
    """The exam's blueprint as it is now; raises UnknownError when there is none or no longer."""
    loaded = current(session, "blueprint", slug)
    if loaded is None:
        raise UnknownError
    return loaded, blueprint_from_body(loaded.content.data)


def task_of(session: Session, assignment_id: int, slug: str, user_id: int, now: datetime) -> Task:
    """The assignment, if this exam may be started for it; raises RefusedError with the reason."""
    row = session.execute(
        select(
            AssignmentRow.title,
            AssignmentRow.opens_at,
            AssignmentRow.closes_at,
            AssignmentRow.attempts,
        )
        .join(DocumentRow, DocumentRow.id == AssignmentRow.document_id)
        .where(
            AssignmentRow.id == assignment_id,
            AssignmentRow.kind == "form",
            AssignmentRow.withdrawn_at.is_(None),
            DocumentRow.ref == slug,
        )
    ).one_or_none()
    if row is None:
        raise RefusedError("This assignment does not ask for this exam.")
    if now < row.opens_at:
        raise RefusedError("This assignment is not open yet.")
    if now >= row.closes_at:
        raise RefusedError("This assignment is closed.")
    if attempts_for(session, assignment_id, user_id) >= row.attempts:
        raise RefusedError("You have used every attempt of this assignment.")
    return Task(assignment_id, row.title, row.closes_at)


def attempts_for(session: Session, assignment_id: int, user_id: int) -> int:
    """How many closed sittings a learner has for an assignment."""
    found = session.scalar(
        select(func.count(SittingRow.id)).where(
            SittingRow.assignment_id == assignment_id,
            SittingRow.user_id == user_id,
            SittingRow.state == "closed",
        )
    )
    return int(found or 0)


def open_sitting(session: Session, slug: str, user_id: int, now: datetime) -> Any:
    """The learner's open sitting of an exam (id, assignment_id), or None.

    One whose time is over is closed on the way.
    """
    row = session.execute(
        select(SittingRow.id, SittingRow.assignment_id, SittingRow.state, SittingRow.deadline_at)
        .join(ExamRow, ExamRow.id == SittingRow.exam_id)
        .where(ExamRow.slug == slug, SittingRow.user_id == user_id, SittingRow.state == "open")
    ).one_or_none()
    if row is not None and is_due(Sitting(row.state, row.deadline_at), now):
        close(session, row.id, now)
        return None
    return row


def start(
    session: Session,
    slug: str,
    user_id: int,
    seed: int,
    now: datetime,
    assignment_id: int | None = None,
) -> int:
    """Start an exam, or find the sitting that is open already; returns the sitting's id.

    Raises UnknownError for an exam that is not offered, RefusedError when the bank cannot fill
    its form or the assignment does not allow it.
    """
    loaded, blueprint = offered(session, slug)
    begun = open_sitting(session, slug, user_id, now)
    if begun is not None:
        return _resumed(begun, assignment_id)
    task = None
    if assignment_id is not None:
        task = task_of(session, assignment_id, slug, user_id, now)
    form_id = form_for(session, loaded, blueprint, user_id, now)
    terms = Terms(now, blueprint.limit, closes_at=task.closes_at if task else None)
    values: dict[str, Any] = {
        **_numbered(session, form_id, user_id),
        "assignment_id": task.id if task else None,
        "seed": seed,
        "started_at": now,
        "deadline_at": deadline(terms, now),
    }
    sitting_id = _open(session, values, _places(session, form_id, seed))
    if sitting_id is not None:
        return sitting_id
    other = open_sitting(session, slug, user_id, now)
    if other is None:
        raise RefusedError("Another tab started this exam and closed it. Load the page again.")
    return _resumed(other, assignment_id)


def _open(session: Session, values: dict[str, Any], places: list[dict[str, Any]]) -> int | None:
    """Write the sitting with its empty answers; None when another tab was faster."""
    row = {
        **values,
        "kind": "exam",
        "spec": {},
        "state": "open",
        "item_count": len(places),
        "created_at": values["started_at"],
    }
    with writing(session):
        sitting_id: int | None = insert_once(session, SittingRow, row, SittingRow.id)
        if sitting_id is not None:
            session.execute(
                insert(AnswerRow), [{**place, "sitting_id": sitting_id} for place in places]
            )
    return sitting_id


def _resumed(begun: Any, assignment_id: int | None) -> int:
    if assignment_id is not None and begun.assignment_id != assignment_id:
        raise RefusedError(
            "You have this exam open outside the assignment. Finish that attempt first."
        )
    return int(begun.id)


def _numbered(session: Session, form_id: int, user_id: int) -> dict[str, int]:
    """The identity of the learner's next sitting of the form's exam."""
    exam_id = session.scalars(select(FormRow.exam_id).where(FormRow.id == form_id)).one()
    last = session.scalar(
        select(func.max(SittingRow.number)).where(
            SittingRow.exam_id == exam_id, SittingRow.user_id == user_id
        )
    )
    return {
        "exam_id": exam_id,
        "form_id": form_id,
        "user_id": user_id,
        "number": (last or 0) + 1,
    }


def _places(session: Session, form_id: int, seed: int) -> list[dict[str, Any]]:
    """The rows of answers for a new sitting, options in the order of its seed."""
    rows = session.execute(
        select(
            FormItemRow.position,
            FormItemRow.version_id,
            FormItemRow.position_in_set,
            FormItemRow.scored,
        )
        .where(FormItemRow.form_id == form_id)
        .order_by(FormItemRow.position)
    ).all()
    versions = load_versions(session, [row.version_id for row in rows])
    return [
        {
            "position": row.position,
            "version_id": row.version_id,
            "position_in_set": row.position_in_set,
            "scored": row.scored,
            "option_order": versions[row.version_id]
            .items[row.position_in_set]
            .question.order(f"{seed}:{row.position}"),
        }
        for row in rows
    ]
