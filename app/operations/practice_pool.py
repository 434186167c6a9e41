"""What a practice set is made of: its spec, and the questions that a learner may practise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.orm import Session

from app.domain.exams.practice import History, PracticeItem, Wish
from app.domain.items.item import LEVELS, Level
from app.models import (
    AnswerRow,
    DocumentRow,
    ItemFactsRow,
    MarkRow,
    MembershipRow,
    OrganisationRow,
    SittingRow,
)

Feedback = Literal["now", "end"]

HISTORIES: tuple[History, ...] = get_args(History)
DEFAULT_COUNT = 10
MOST_ITEMS = 50


@dataclass(frozen=True, slots=True)
class PracticeSpec:
    """What a set asks for, as ``sittings.spec`` and an assignment's ``spec`` hold it.

    Empty tuples ask for all; ``refs`` names the questions themselves. ``feedback`` comes after
    each answer or at the end; ``confidence`` says whether the learner is asked how sure she is.
    """

    count: int = DEFAULT_COUNT
    domains: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    histories: tuple[History, ...] = ()
    refs: tuple[str, ...] = ()
    feedback: Feedback = "now"
    confidence: bool = True
    title: str = ""

    @property
    def wish(self) -> Wish:
        return Wish(
            count=self.count,
            domains=frozenset(self.domains),
            levels=frozenset(self.levels),
            histories=frozenset(self.histories),
        )

    def to_dict(self) -> dict[str, Any]:
        """A mapping that JSON can hold; fields at their default are left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value != getattr(_DEFAULT, name)
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> PracticeSpec:
        """Read a stored spec; what is unknown or out of range falls back to the default."""
        count = stored.get("count", DEFAULT_COUNT)
        return cls(
            count=min(MOST_ITEMS, max(1, count)) if isinstance(count, int) else DEFAULT_COUNT,
            domains=tuple(str(domain) for domain in stored.get("domains", ())),
            levels=tuple(level for level in LEVELS if level in stored.get("levels", ())),
            histories=tuple(one for one in HISTORIES if one in stored.get("histories", ())),
            refs=tuple(str(ref) for ref in stored.get("refs", ())),
            feedback="end" if stored.get("feedback") == "end" else "now",
            confidence=stored.get("confidence", True) is not False,
            title=str(stored.get("title", "")),
        )


_DEFAULT = PracticeSpec()


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """A question that may be practised, with the version that learners get now."""

    item: PracticeItem
    document_id: int
    version_id: int


_line = (
    select(OrganisationRow.id, OrganisationRow.parent_id)
    .join(MembershipRow, MembershipRow.organisation_id == OrganisationRow.id)
    .where(MembershipRow.user_id == bindparam("user_id"), MembershipRow.role == "student")
    .cte("line", recursive=True)
)
_line = _line.union(
    select(OrganisationRow.id, OrganisationRow.parent_id).join(
        _line, OrganisationRow.id == _line.c.parent_id
    )
)

_latest = (
    select(
        ItemFactsRow.document_id,
        AnswerRow.position_in_set,
        AnswerRow.points,
        func.row_number()
        .over(
            partition_by=(ItemFactsRow.document_id, AnswerRow.position_in_set),
            order_by=(AnswerRow.checked_at.desc(), AnswerRow.sitting_id.desc()),
        )
        .label("age"),
    )
    .join(SittingRow, SittingRow.id == AnswerRow.sitting_id)
    .join(
        ItemFactsRow,
        (ItemFactsRow.version_id == AnswerRow.version_id)
        & (ItemFactsRow.position_in_set == AnswerRow.position_in_set),
    )
    .where(
        SittingRow.user_id == bindparam("user_id"),
        SittingRow.kind == "practice",
        AnswerRow.checked_at.is_not(None),
    )
    .subquery()
)

_POOL = (
    select(
        ItemFactsRow.ref,
        ItemFactsRow.domain,
        ItemFactsRow.level,
        ItemFactsRow.position_in_set,
        ItemFactsRow.document_id,
        ItemFactsRow.version_id,
        DocumentRow.ref.label("document_ref"),
        _latest.c.points,
        _latest.c.age,
        MarkRow.user_id.label("star"),
    )
    .join(DocumentRow, DocumentRow.current_version_id == ItemFactsRow.version_id)
    .outerjoin(
        _latest,
        (_latest.c.document_id == ItemFactsRow.document_id)
        & (_latest.c.position_in_set == ItemFactsRow.position_in_set)
        & (_latest.c.age == literal(1)),
    )
    .outerjoin(
        MarkRow,
        (MarkRow.document_id == ItemFactsRow.document_id)
        & (MarkRow.user_id == bindparam("user_id"))
        & (MarkRow.kind == "star"),
    )
    .where(
        DocumentRow.kind == "item",
        DocumentRow.state == "live",
        ItemFactsRow.purpose == "practice",
        or_(
            DocumentRow.organisation_id.is_(None),
            DocumentRow.organisation_id.in_(select(_line.c.id)),
        ),
    )
)


def practice_pool(session: Session, user_id: int) -> list[PoolEntry]:
    """Live questions of practice purpose with this learner's history; never those of the exams.

    The library's, and those of the organisations in whose line she is a student. One SELECT.
    """
    rows = session.execute(_POOL, {"user_id": user_id}).all()
    return [
        PoolEntry(
            PracticeItem(
                ref=row.ref,
                domain=row.domain,
                level=cast(Level, row.level),
                set_ref=row.document_ref if row.document_ref != row.ref else "",
                position_in_set=row.position_in_set,
                seen=row.age is not None,
                missed=row.age is not None and (row.points or 0.0) < 1,
                starred=row.star is not None,
            ),
            row.document_id,
            row.version_id,
        )
        for row in rows
    ]


def asked_for(pool: Sequence[PoolEntry], spec: PracticeSpec) -> list[PracticeItem]:
    """The questions among which the spec's wish chooses."""
    return [entry.item for entry in pool if not spec.refs or entry.item.ref in spec.refs]
