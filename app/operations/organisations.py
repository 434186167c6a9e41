"""The tree of the school's organisations as one value, read in one SELECT."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import MembershipRow, OrganisationRow


@dataclass(frozen=True, slots=True)
class Organisation:
    id: int
    parent_id: int | None
    kind: str
    slug: str
    name: str
    time_zone: str


class Tree:
    """Organisations by id, with what lies above and below each."""

    def __init__(self, organisations: Collection[Organisation]) -> None:
        self.by_id = {one.id: one for one in organisations}

    def line(self, organisation_id: int | None) -> list[int]:
        """The organisation and those above it, up to the school."""
        line: list[int] = []
        while organisation_id in self.by_id and organisation_id not in line:
            line.append(organisation_id)
            organisation_id = self.by_id[organisation_id].parent_id
        return line

    def under(self, tops: Collection[int]) -> list[Organisation]:
        """The organisations of ``tops`` and all below them, by name."""
        wanted = set(tops)
        found = [o for o in self.by_id.values() if not wanted.isdisjoint(self.line(o.id))]
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))

    def offices(self, held: Collection[int]) -> list[Organisation]:
        """The career offices in which these memberships count, by name."""
        return [one for one in self.under(held) if one.kind == "career_office"]

    def served_by(self, office_id: int) -> list[Organisation]:
        """The organisations whose students a career office serves: its parent and all below."""
        parent = self.by_id[office_id].parent_id
        return self.under([] if parent is None else [parent])

    def offices_serving(self, homes: Collection[int]) -> list[Organisation]:
        """The career offices that serve students of these organisations, by name."""
        above = {i for home in homes for i in self.line(home)}
        offices = [o for o in self.by_id.values() if o.kind == "career_office"]
        serving = [o for o in offices if o.parent_id in above]
        return sorted(serving, key=lambda one: (one.name.casefold(), one.id))


def load_tree(session: Session) -> Tree:
    rows = session.execute(
        select(
            OrganisationRow.id,
            OrganisationRow.parent_id,
            OrganisationRow.kind,
            OrganisationRow.slug,
            OrganisationRow.name,
            OrganisationRow.time_zone,
        )
    )
    return Tree([Organisation(*row) for row in rows])


def student_homes(session: Session, user_id: int) -> list[int]:
    """The organisations in which this person is or was a student."""
    return list(
        session.scalars(
            select(MembershipRow.organisation_id).where(
                MembershipRow.user_id == user_id, MembershipRow.role == "student"
            )
        )
    )
