"""Assignments: what can be assigned, and giving, changing and withdrawing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.classes.errors import RefusedError
from app.features.classes.forms import AssignmentForm
from app.features.classes.rooms import Room
from app.models import AssignmentRow, ChartAttemptRow, DocumentRow, ItemFactsRow, SittingRow
from app.operations import audit
from app.operations.organisations import load_tree
from app.operations.practice_pool import PracticeSpec

Kind = Literal["module", "practice", "form", "chart"]

KIND_NAMES: dict[Kind, str] = {
    "module": "Module",
    "practice": "Practice set",
    "form": "Mock exam",
    "chart": "Chart",
}
DOCUMENT_KINDS: dict[Kind, str] = {"module": "module", "form": "blueprint", "chart": "chart"}


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment as its pages need it; ``target`` is the title of what is assigned."""

    id: int
    class_id: int
    kind: Kind
    document_id: int | None
    target: str
    ref: str
    spec: dict[str, Any]
    title: str
    instructions: str
    attempts: int
    opens_at: datetime
    closes_at: datetime
    withdrawn_at: datetime | None

    @property
    def practice(self) -> PracticeSpec:
        return PracticeSpec.from_dict(self.spec)

    def state(self, now: datetime) -> str:
        if self.withdrawn_at is not None:
            return "withdrawn"
        if now < self.opens_at:
            return "opens later"
        return "open" if now < self.closes_at else "closed"


def assignment_of(session: Session, assignment_id: int) -> Assignment:
    """The assignment; raises NoResultFound when there is none."""
    row = session.execute(
        select(
            AssignmentRow.id,
            AssignmentRow.class_id,
            AssignmentRow.kind,
            AssignmentRow.document_id,
            DocumentRow.title,
            DocumentRow.ref,
            AssignmentRow.spec,
            AssignmentRow.title,
            AssignmentRow.instructions,
            AssignmentRow.attempts,
            AssignmentRow.opens_at,
            AssignmentRow.closes_at,
            AssignmentRow.withdrawn_at,
        )
        .outerjoin(DocumentRow, DocumentRow.id == AssignmentRow.document_id)
        .where(AssignmentRow.id == assignment_id)
    ).one()
    target = row[4] or row[5] or "Practice set"
    return Assignment(row[0], row[1], cast(Kind, row[2]), row[3], target, row[5] or "", *row[6:])


def targets(session: Session, kind: Kind, organisation_id: int) -> list[tuple[int, str]]:
    """Ids and titles of what can be assigned: the library's and the organisation's own."""
    if kind not in DOCUMENT_KINDS:
        return []
    line = load_tree(session).line(organisation_id)
    rows = session.execute(
        select(DocumentRow.id, DocumentRow.title, DocumentRow.ref)
        .where(
            DocumentRow.kind == DOCUMENT_KINDS[kind],
            DocumentRow.state == "live",
            or_(DocumentRow.organisation_id.is_(None), DocumentRow.organisation_id.in_(line)),
        )
        .order_by(DocumentRow.title, DocumentRow.id)
    )
    return [(row.id, row.title or row.ref) for row in rows]


def fitting(session: Session, organisation_id: int, spec: PracticeSpec) -> int:
    """How many live practice questions fit this set, of the library and the organisation's own."""
    line = load_tree(session).line(organisation_id)
    query = (
        select(func.count())
        .select_from(ItemFactsRow)
        .join(DocumentRow, DocumentRow.current_version_id == ItemFactsRow.version_id)
        .where(
            DocumentRow.kind == "item",
            DocumentRow.state == "live",
            ItemFactsRow.purpose == "practice",
            or_(DocumentRow.organisation_id.is_(None), DocumentRow.organisation_id.in_(line)),
        )
    )
    if spec.domains:
        query = query.where(ItemFactsRow.domain.in_(spec.domains))
    if spec.levels:
        query = query.where(ItemFactsRow.level.in_(spec.levels))
    return session.scalar(query) or 0


def has_begun(session: Session, assignment_id: int) -> bool:
    """Whether a learner has a sitting or an attempt for it: then its content stays."""
    return bool(
        session.scalar(
            select(
                exists().where(SittingRow.assignment_id == assignment_id)
                | exists().where(ChartAttemptRow.assignment_id == assignment_id)
            )
        )
    )


def spec_of(form: AssignmentForm) -> PracticeSpec:
    """The practice set that a checked form asks for."""
    return PracticeSpec(
        count=form.count.data,
        domains=tuple(form.domains.data or ()),
        levels=tuple(form.levels.data or ()),
        feedback=form.feedback.data,
    )


def _values(form: AssignmentForm) -> dict[str, Any]:
    """The columns that this form fills; what its kind does not have is left alone."""
    values: dict[str, Any] = {
        "title": form.title.data,
        "instructions": form.instructions.data or "",
        "opens_at": form.opens_at.moment,
        "closes_at": form.closes_at.moment,
    }
    if "attempts" in form:
        values["attempts"] = form.attempts.data
    if "target" in form:
        values["document_id"] = form.target.data
    if "count" in form:
        values["spec"] = spec_of(form).to_dict()
    return values


def assign(
    session: Session, room: Room, kind: Kind, form: AssignmentForm, actor_id: int, now: datetime
) -> int:
    """Give a checked form's assignment to the class; returns its id."""
    if room.archived_at is not None:
        raise RefusedError("This class is in the archive. Take it out before you assign work.")
    row = AssignmentRow(
        class_id=room.id, kind=kind, created_by=actor_id, created_at=now, **_values(form)
    )
    with writing(session):
        session.add(row)
        session.flush()
        _note(session, actor_id, now, "assigned", row.id)
    return row.id


def change(
    session: Session, assignment_id: int, form: AssignmentForm, actor_id: int, now: datetime
) -> None:
    """Change an assignment; raises RefusedError when its content was to change after a start."""
    values = _values(form)
    with writing(session):
        if ("target" in form or "count" in form) and has_begun(session, assignment_id):
            raise RefusedError("A learner has begun meanwhile, so what is assigned stays.")
        session.execute(
            update(AssignmentRow).where(AssignmentRow.id == assignment_id).values(**values)
        )
        _note(session, actor_id, now, "assignment_changed", assignment_id, fields=sorted(values))


def set_withdrawn(
    session: Session, assignment_id: int, withdrawn: bool, actor_id: int, now: datetime
) -> None:
    """Take the assignment from the learners, or give it back; what was handed in stays."""
    with writing(session):
        session.execute(
            update(AssignmentRow)
            .where(AssignmentRow.id == assignment_id)
            .values(withdrawn_at=now if withdrawn else None)
        )
        action = "assignment_withdrawn" if withdrawn else "assignment_put_back"
        _note(session, actor_id, now, action, assignment_id)


def _note(
    session: Session, actor_id: int, now: datetime, action: str, assignment_id: int, **detail: Any
) -> None:
    audit.record(
        session,
        at=now,
        actor_id=actor_id,
        action=action,
        target=f"assignment:{assignment_id}",
        **detail,
    )
