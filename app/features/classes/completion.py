"""Who has finished an assignment: lessons read, a set or exam closed, a chart handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ChartAttemptRow, ProgressRow, SittingRow
from app.operations.course import Course


def lessons_done(
    session: Session, learner_ids: Collection[int], course: Course
) -> Mapping[int, set[int]]:
    """By learner, the ids of the course's lessons that she finished."""
    done: dict[int, set[int]] = defaultdict(set)
    for user, document in session.execute(
        select(ProgressRow.user_id, ProgressRow.document_id).where(
            ProgressRow.user_id.in_(learner_ids),
            ProgressRow.document_id.in_([one.document_id for one in course.lessons.values()]),
            ProgressRow.completed_at.is_not(None),
        )
    ):
        done[user].add(document)
    return done


def lessons_of(course: Course, module_id: int | None) -> set[int]:
    """The ids of a module's lessons; empty for one that is no longer taught."""
    return {
        lesson.document_id
        for module in course.modules
        if module.document_id == module_id
        for lesson in module.lessons
    }


def finished(
    session: Session,
    assignments: Sequence[Any],
    learner_ids: Collection[int],
    course: Course,
    lessons: Mapping[int, Collection[int]],
) -> Mapping[int, set[int]]:
    """By assignment (rows with id, kind, document_id), the learners who have finished it."""
    done: dict[int, set[int]] = defaultdict(set)
    for row in assignments:
        wanted = lessons_of(course, row.document_id) if row.kind == "module" else set()
        if wanted:
            done[row.id] = {u for u in learner_ids if wanted <= set(lessons.get(u, ()))}
    ids = [row.id for row in assignments if row.kind != "module"]
    for model, state in ((SittingRow, "closed"), (ChartAttemptRow, "submitted")):
        pairs = session.execute(
            select(model.assignment_id, model.user_id)
            .where(
                model.assignment_id.in_(ids), model.user_id.in_(learner_ids), model.state == state
            )
            .distinct()
        )
        for assignment, user in pairs:
            done[assignment or 0].add(user)
    return done
