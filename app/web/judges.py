"""Judges of objects: each says whether this person may act on the object of this address.

Permission is a membership's role in the organisation of the object or in one above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models import (
    AssignmentRow,
    ChartAttemptRow,
    ClassMemberRow,
    ClassRow,
    DocumentRow,
    MembershipRow,
    OrganisationRow,
    ReviewCardRow,
    SittingRow,
)
from app.web.viewer import Viewer

Judge = Callable[[Session, Viewer, Mapping[str, Any]], bool]


def _owns(model: Any, argument: str, **same: Any) -> Judge:
    """The row named by the address belongs to the person."""

    def judge(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
        query = select(model.user_id).where(model.id == args[argument])
        for column, value in same.items():
            query = query.where(getattr(model, column) == value)
        return session.scalar(query) == viewer.id

    return judge


own_exam_sitting = _owns(SittingRow, "sitting_id", kind="exam")
own_practice = _owns(SittingRow, "sitting_id", kind="practice")
own_attempt = _owns(ChartAttemptRow, "attempt_id")
own_card = _owns(ReviewCardRow, "card_id")


def line_of(session: Session, organisation_id: int | None) -> list[int]:
    """The organisation and those above it, up to the school."""
    line: list[int] = []
    while organisation_id is not None and organisation_id not in line:
        line.append(organisation_id)
        organisation_id = session.scalar(
            select(OrganisationRow.parent_id).where(OrganisationRow.id == organisation_id)
        )
    return line


def holds(session: Session, viewer: Viewer, role: str, organisation_id: int | None) -> bool:
    """Whether the person has the role in that organisation or in one above it."""
    held = viewer.organisations(role)
    return bool(held) and not held.isdisjoint(line_of(session, organisation_id))


def teaches(session: Session, viewer: Viewer, class_id: int) -> bool:
    """Instructor of the class, or administrator of its organisation."""
    found = session.execute(
        select(ClassRow.organisation_id).where(ClassRow.id == class_id)
    ).one_or_none()
    if found is None:
        return False
    if holds(session, viewer, "administrator", found.organisation_id):
        return True
    return viewer.has("instructor") and bool(
        session.scalar(
            select(
                exists().where(
                    ClassMemberRow.class_id == class_id,
                    ClassMemberRow.user_id == viewer.id,
                    ClassMemberRow.role == "instructor",
                    ClassMemberRow.left_at.is_(None),
                )
            )
        )
    )


def teacher_of_class(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    return teaches(session, viewer, args["class_id"])


def teacher_of_learner(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Teaches the class, and the learner of the address is or was in it."""
    return teaches(session, viewer, args["class_id"]) and bool(
        session.scalar(
            select(
                exists().where(
                    ClassMemberRow.class_id == args["class_id"],
                    ClassMemberRow.user_id == args["user_id"],
                    ClassMemberRow.role == "student",
                )
            )
        )
    )


def teacher_of_assignment(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    class_id = session.scalar(
        select(AssignmentRow.class_id).where(AssignmentRow.id == args["assignment_id"])
    )
    return class_id is not None and teaches(session, viewer, class_id)


def learner_of_assignment(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """A student of the class to which the assignment was given, and it was not withdrawn."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    AssignmentRow.id == args["assignment_id"],
                    AssignmentRow.withdrawn_at.is_(None),
                    ClassMemberRow.class_id == AssignmentRow.class_id,
                    ClassMemberRow.user_id == viewer.id,
                    ClassMemberRow.role == "student",
                    ClassMemberRow.left_at.is_(None),
                )
            )
        )
    )


def author_of_document(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Instructor or administrator in the document's organisation; the library is for both."""
    found = session.execute(
        select(DocumentRow.organisation_id).where(DocumentRow.id == args["document_id"])
    ).one_or_none()
    if found is None:
        return False
    if found.organisation_id is None:
        return viewer.has("instructor", "administrator")
    return any(
        holds(session, viewer, role, found.organisation_id)
        for role in ("instructor", "administrator")
    )


def programme_of(session: Session, organisation_id: int) -> int | None:
    """The organisation whose members a career office serves: the one right above it."""
    return session.scalar(
        select(OrganisationRow.parent_id).where(OrganisationRow.id == organisation_id)
    )


def officer_of_learner(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Career officer of the office that serves a programme in which the learner is a student."""
    programmes = [programme_of(session, o) for o in viewer.organisations("career_officer")]
    if not programmes:
        return False
    orgs = session.scalars(
        select(MembershipRow.organisation_id).where(
            MembershipRow.user_id == args["user_id"], MembershipRow.role == "student"
        )
    ).all()
    return any(p in line_of(session, o) for o in orgs for p in programmes if p is not None)
