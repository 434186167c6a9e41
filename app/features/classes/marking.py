"""Marks that an instructor sets by hand, with a reason that the learner reads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.classes.assigning import Assignment
from app.features.classes.errors import RefusedError
from app.features.classes.results import Try, best_of, target_of, tries_of
from app.operations import audit
from app.operations.overrides import revoke_override, set_override


def marked(session: Session, assignment: Assignment, user_id: int) -> Try:
    """The attempt that counts of this learner; raises RefusedError where none is finished."""
    if assignment.kind == "module":
        raise RefusedError("Reading a module has no score to change.")
    best = best_of(tries_of(session, assignment, user_id).get(user_id, ()))
    if best is None:
        raise RefusedError("This learner has not handed anything in. There is no score to change.")
    return best


def override(
    session: Session,
    assignment: Assignment,
    user_id: int,
    points: float,
    reason: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Set the mark, in percent, of the attempt that counts."""
    best = marked(session, assignment, user_id)
    with writing(session):
        set_override(session, target_of(assignment), best.id, points, reason, actor_id, now)
        _note(session, "grade_overridden", assignment, best, actor_id, now)


def revoke(
    session: Session, assignment: Assignment, user_id: int, actor_id: int, now: datetime
) -> None:
    """Take the mark back: the computed score counts again."""
    best = marked(session, assignment, user_id)
    with writing(session):
        revoke_override(session, target_of(assignment), best.id, now)
        _note(session, "grade_override_revoked", assignment, best, actor_id, now)


def _note(
    session: Session, action: str, assignment: Assignment, best: Try, actor_id: int, now: datetime
) -> None:
    audit.record(
        session,
        at=now,
        actor_id=actor_id,
        action=action,
        target=f"{target_of(assignment)}:{best.id}",
        assignment=assignment.id,
        learner=best.user_id,
    )
