"""Judges of objects: each says whether this person may act on the object of this address.

Permission is a membership's role in the organisation of the object or in one above it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, select
from sqlalchemy.orm import Session

from app.models import (
    AssignmentRow,
    CareerNoteRow,
    ChartAttemptRow,
    ClassMemberRow,
    ClassRow,
    DocumentRow,
    MembershipRow,
    OrganisationRow,
    ReportRow,
    ReviewCardRow,
    SittingRow,
    UserRow,
)
from app.operations.organisations import Tree, load_tree, student_homes
from app.web.viewer import Viewer

Judge = Callable[[Session, Viewer, Mapping[str, Any]], bool]


def _owns(model: Any, argument: str, **same: Any) -> Judge:
    """The row named by the address belongs to the person; the statement is made once."""
    columns = cast(Table, model.__table__).c
    owner = select(columns.user_id).where(columns.id == bindparam("id"))
    for column, value in same.items():
        owner = owner.where(columns[column] == value)

    def judge(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
        return session.scalar(owner, {"id": args[argument]}) == viewer.id

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
    """A student of the class to which the assignment was given; neither is put away."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    AssignmentRow.id == args["assignment_id"],
                    AssignmentRow.withdrawn_at.is_(None),
                    ClassRow.id == AssignmentRow.class_id,
                    ClassRow.archived_at.is_(None),
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


def _serves(session: Session, held: Collection[int], user_id: int) -> bool:
    """Whether one of the offices under ``held`` serves a programme of this learner."""
    tree = load_tree(session)
    serving = tree.offices_serving(student_homes(session, user_id))
    return any(office in serving for office in tree.offices(held))


def officer_of_learner(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Career officer of an office that serves a programme in which she is or was a student."""
    return _serves(session, viewer.organisations("career_officer"), args["user_id"])


def recorder_of_learner(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Her career officer, named by the administrator for records of outcome."""
    return _serves(session, recording_offices(session, viewer), args["user_id"])


def recording_offices(session: Session, viewer: Viewer) -> list[int]:
    """The organisations in which the person may enter outcomes (34 CFR 99.31(a)(1))."""
    named = session.scalars(
        select(MembershipRow.organisation_id).where(
            MembershipRow.user_id == viewer.id,
            MembershipRow.role == "career_officer",
            MembershipRow.records_outcomes,
        )
    )
    return [one for one in named if one in viewer.organisations("career_officer")]


def officer_of_note(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Officer of the office that keeps this note on this learner."""
    office = session.scalar(
        select(CareerNoteRow.organisation_id).where(
            CareerNoteRow.id == args["note_id"], CareerNoteRow.user_id == args["user_id"]
        )
    )
    return office is not None and holds(session, viewer, "career_officer", office)


def learner_of_office(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Is or was a student of a programme that this career office serves."""
    serving = load_tree(session).offices_serving(student_homes(session, viewer.id))
    return args["office_id"] in {office.id for office in serving}


def was_student(session: Session, viewer: Viewer, _args: Mapping[str, Any]) -> bool:
    """Is or was a student: consent outlives the programme, and so does withdrawing it."""
    return bool(student_homes(session, viewer.id))


def school_administrator(session: Session, viewer: Viewer, _args: Mapping[str, Any]) -> bool:
    """Administrator of the school itself, not only of a part of it."""
    return _whole_school(load_tree(session), viewer)


def _whole_school(tree: Tree, viewer: Viewer) -> bool:
    held = viewer.organisations("administrator")
    return any(tree.by_id[one].kind == "school" for one in held if one in tree.by_id)


def administrator_of_organisation(
    session: Session, viewer: Viewer, args: Mapping[str, Any]
) -> bool:
    return holds(session, viewer, "administrator", args["organisation_id"])


def administrator_of_membership(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    found = session.scalar(
        select(MembershipRow.organisation_id).where(MembershipRow.id == args["membership_id"])
    )
    return found is not None and holds(session, viewer, "administrator", found)


def administrator_of_person(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Administers an organisation in which the person has or had a role; the school has all."""
    return bool(_administered(session, viewer, args["user_id"]))


def guardian_of_person(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """Administers every organisation in which the person has or had a role.

    Who makes a link to an account could use it: no part of a school may do so for the whole.
    """
    judged = _administered(session, viewer, args["user_id"])
    return bool(judged) and all(judged)


def _administered(session: Session, viewer: Viewer, user_id: int) -> list[bool]:
    """For each of the person's memberships, which of them lie under the administrator."""
    if session.get(UserRow, user_id) is None:
        return []
    tree = load_tree(session)
    if _whole_school(tree, viewer):
        return [True]
    held = viewer.organisations("administrator")
    homes = session.scalars(
        select(MembershipRow.organisation_id).where(MembershipRow.user_id == user_id)
    )
    judged = [not held.isdisjoint(tree.line(home)) for home in homes]
    return judged if any(judged) else []


def author_of_report(session: Session, viewer: Viewer, args: Mapping[str, Any]) -> bool:
    """May edit the document that the report is about."""
    document_id = session.scalar(
        select(ReportRow.document_id).where(ReportRow.id == args["report_id"])
    )
    return author_of_document(session, viewer, {"document_id": document_id})
