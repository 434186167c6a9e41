"""How far an administrator reaches: the whole school, or some organisations and those below."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Session

from app.models import MembershipRow, UserRow
from app.operations.organisations import Organisation, load_tree
from app.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisations that someone administers, in the order of the tree."""

    organisations: tuple[Organisation, ...]
    whole: bool

    @property
    def ids(self) -> list[int]:
        return [one.id for one in self.organisations]

    def organisation(self, organisation_id: int) -> Organisation | None:
        return next((one for one in self.organisations if one.id == organisation_id), None)

    def path(self, organisation_id: int) -> str:
        """Names from the top of what is administered down: ``School, Programme``."""
        names: list[str] = []
        found = self.organisation(organisation_id)
        while found is not None:
            names.insert(0, found.name)
            found = self.organisation(found.parent_id) if found.parent_id else None
        return ", ".join(names)

    def reaches(self) -> ColumnElement[bool]:
        """Of a user row: has or had a role in what is administered; the school has everyone."""
        if self.whole:
            return UserRow.id.is_not(None)
        return exists().where(
            MembershipRow.user_id == UserRow.id, MembershipRow.organisation_id.in_(self.ids)
        )


def scope_of(session: Session, viewer: Viewer) -> Scope:
    """One SELECT."""
    tree = load_tree(session)
    found = tree.under(viewer.organisations("administrator"))
    found.sort(key=lambda one: [tree.by_id[i].name.casefold() for i in reversed(tree.line(one.id))])
    return Scope(tuple(found), any(one.kind == "school" for one in found))
