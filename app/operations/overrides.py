"""Marks that an instructor set by hand: read for result pages, written with their reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import GradeOverrideRow, UserRow

Target = Literal["sitting", "chart_attempt"]


@dataclass(frozen=True, slots=True)
class Override:
    """A mark in force: ``points`` in percent, why, by whom and when."""

    target_id: int
    points: float
    reason: str
    by: str
    at: datetime


def override_of(
    session: Session, target_kind: Target, target_ids: Collection[int]
) -> dict[int, Override]:
    """The marks in force of these sittings or chart attempts, by target; one SELECT."""
    rows = session.execute(
        select(
            GradeOverrideRow.target_id,
            GradeOverrideRow.points,
            GradeOverrideRow.reason,
            UserRow.name,
            GradeOverrideRow.created_at,
        )
        .join(UserRow, UserRow.id == GradeOverrideRow.by_id)
        .where(
            GradeOverrideRow.target_kind == target_kind,
            GradeOverrideRow.target_id.in_(target_ids),
            GradeOverrideRow.revoked_at.is_(None),
        )
        .order_by(GradeOverrideRow.id)
    )
    return {row.target_id: Override(*row) for row in rows}


def set_override(
    session: Session,
    target_kind: Target,
    target_id: int,
    points: float,
    reason: str,
    by_id: int,
    now: datetime,
) -> None:
    """Put a mark in force in place of an earlier one, which stays in the table as revoked."""
    revoke_override(session, target_kind, target_id, now)
    session.add(
        GradeOverrideRow(
            target_kind=target_kind,
            target_id=target_id,
            points=points,
            reason=reason,
            by_id=by_id,
            created_at=now,
        )
    )


def revoke_override(session: Session, target_kind: Target, target_id: int, now: datetime) -> None:
    """Take back the mark in force, if there is one: the computed score holds again."""
    session.execute(
        update(GradeOverrideRow)
        .where(
            GradeOverrideRow.target_kind == target_kind,
            GradeOverrideRow.target_id == target_id,
            GradeOverrideRow.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
