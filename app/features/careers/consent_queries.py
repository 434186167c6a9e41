"""What a learner's own consent page reads: her offices, her grants, and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.features.careers.learner_queries import Grant, grants
from app.models import AccessLogRow, UserRow
from app.operations.organisations import Organisation, load_tree, student_homes

LOOKS_A_PAGE = 25
LOOKS = {
    "list": "Your record of outcome, in the list",
    "list+learning": "Your record of outcome and what you share, in the list",
    "page": "Your record of outcome, on your page",
    "page+learning": "Your record of outcome and what you share, on your page",
    "file": "Your record of outcome, in a file of the list",
    "file+learning": "Your record of outcome and what you share, in a file of the list",
}
"""What a look was at, by the word in the log."""


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office that serves her, with her grants; ``now`` is the one in force."""

    office: Organisation
    programme: str
    grants: list[Grant]

    @property
    def now(self) -> Grant | None:
        return next((grant for grant in self.grants if grant.in_force), None)


@dataclass(frozen=True, slots=True)
class Look:
    """Someone looked at her data; ``what`` is a key of ``LOOKS``."""

    who: str
    what: str
    at: datetime


def offices_of(session: Session, user_id: int, at: datetime) -> list[OfficeView]:
    """The offices that serve her; one or two, as a rule."""
    tree = load_tree(session)
    return [
        OfficeView(
            office, tree.by_id[office.parent_id or 0].name, grants(session, office.id, user_id, at)
        )
        for office in tree.offices_serving(student_homes(session, user_id))
    ]


def looks(session: Session, user_id: int, page: int) -> tuple[list[Look], int]:
    """One page of who looked at her data, newest first, and how many looks there are."""
    total = session.scalar(
        select(func.count()).select_from(AccessLogRow).where(AccessLogRow.learner_id == user_id)
    )
    rows = session.execute(
        select(UserRow.name, AccessLogRow.what, AccessLogRow.at)
        .join(UserRow, UserRow.id == AccessLogRow.viewer_id)
        .where(AccessLogRow.learner_id == user_id)
        .order_by(AccessLogRow.at.desc(), AccessLogRow.id.desc())
        .limit(LOOKS_A_PAGE)
        .offset((page - 1) * LOOKS_A_PAGE)
    )
    return [Look(*row) for row in rows], total or 0
