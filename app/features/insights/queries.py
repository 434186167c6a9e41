"""Results of the learners whom a person teaches: questions worst first, charts, missed rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    ChartAttemptRow,
    ChartGradingRow,
    ClassMemberRow,
    ClassRow,
    DocumentRow,
    FindingRow,
    ItemFactsRow,
    VersionRow,
)
from app.operations.first_answers import Facility, facilities

MOST = 50
MOST_MISSED = 3


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question over the versions of one measurement group; ``ref`` is its own."""

    document_id: int
    ref: str
    title: str
    facility: Facility


@dataclass(frozen=True, slots=True)
class Missed:
    """A code of the key that submissions missed, with the rule; ``n`` submissions did."""

    code: str
    rule: str
    n: int


@dataclass(frozen=True, slots=True)
class ChartLine:
    """First submissions of one chart: how many, their mean score, what they miss most."""

    title: str
    n: int
    mean: float
    missed: tuple[Missed, ...]


def my_classes(
    session: Session, user_id: int, organisations: Collection[int]
) -> list[tuple[int, str]]:
    """Classes that the person teaches, or that her organisations as administrator hold."""
    taught = select(ClassMemberRow.class_id).where(
        ClassMemberRow.user_id == user_id,
        ClassMemberRow.role == "instructor",
        ClassMemberRow.left_at.is_(None),
    )
    rows = session.execute(
        select(ClassRow.id, ClassRow.name)
        .where(
            ClassRow.archived_at.is_(None),
            or_(ClassRow.id.in_(taught), ClassRow.organisation_id.in_(organisations)),
        )
        .order_by(ClassRow.name, ClassRow.id)
    )
    return [(room, name) for room, name in rows]


def learners(session: Session, classes: Collection[int]) -> list[int]:
    """Students of these classes."""
    return list(
        session.scalars(
            select(ClassMemberRow.user_id)
            .where(
                ClassMemberRow.class_id.in_(classes),
                ClassMemberRow.role == "student",
                ClassMemberRow.left_at.is_(None),
            )
            .distinct()
        )
    )


def items(
    session: Session, users: Collection[int], organisations: Collection[int]
) -> list[ItemLine]:
    """Questions that can be judged, the worst first, then the others by answers; at most 50."""
    found = facilities(session, learners=users)
    rows = session.execute(
        select(
            ItemFactsRow.version_id,
            ItemFactsRow.position_in_set,
            ItemFactsRow.document_id,
            ItemFactsRow.ref,
            DocumentRow.title,
            VersionRow.measurement_group,
        )
        .join(DocumentRow, DocumentRow.id == ItemFactsRow.document_id)
        .join(VersionRow, VersionRow.id == ItemFactsRow.version_id)
        .where(ItemFactsRow.version_id.in_({version for version, _ in found}))
        .where(_readable(organisations))
        .order_by(ItemFactsRow.version_id)
    )
    lines: dict[tuple[int, int, int], ItemLine] = {}
    for version, place, document, ref, title, group in rows:
        key = (document, place, group)
        before = lines[key].facility if key in lines else Facility()
        total = before.plus(found.get((version, place), Facility()))
        if total.n:
            lines[key] = ItemLine(document, ref, title, total)
    return sorted(lines.values(), key=_worst_first)[:MOST]


def _worst_first(line: ItemLine) -> tuple[bool, float, int, str]:
    one = line.facility
    return not one.judged, one.share if one.judged else 0.0, -one.n, line.ref


def _readable(organisations: Collection[int]) -> ColumnElement[bool]:
    return or_(
        DocumentRow.organisation_id.is_(None), DocumentRow.organisation_id.in_(organisations)
    )


def charts(session: Session, users: Collection[int]) -> list[ChartLine]:
    """Charts by the mean score of first submissions, the lowest first."""
    first = (
        select(
            ChartAttemptRow.document_id.label("document"),
            ChartGradingRow.id.label("grading"),
            ChartGradingRow.total.label("total"),
            func.row_number()
            .over(
                partition_by=(ChartAttemptRow.document_id, ChartAttemptRow.user_id),
                order_by=(ChartAttemptRow.number, ChartGradingRow.number.desc()),
            )
            .label("turn"),
        )
        .join(ChartGradingRow, ChartGradingRow.attempt_id == ChartAttemptRow.id)
        .where(ChartAttemptRow.user_id.in_(users))
        .subquery()
    )
    rows = session.execute(
        select(first.c.document, DocumentRow.title, func.count(), func.avg(first.c.total))
        .join(DocumentRow, DocumentRow.id == first.c.document)
        .where(first.c.turn == 1)
        .group_by(first.c.document, DocumentRow.title)
        .order_by(func.avg(first.c.total), DocumentRow.title)
    ).all()
    missed = _missed(session, first)
    return [
        ChartLine(title, n, float(mean), tuple(missed[document][:MOST_MISSED]))
        for document, title, n, mean in rows
    ]


def _missed(session: Session, first: Subquery) -> Mapping[int, list[Missed]]:
    columns = first.c
    n = func.count(columns.grading.distinct())
    rows = session.execute(
        select(columns.document, FindingRow.key_code, func.min(FindingRow.rule), n)
        .join(FindingRow, FindingRow.grading_id == columns.grading)
        .where(columns.turn == 1, FindingRow.cost > 0, FindingRow.key_code != "")
        .group_by(columns.document, FindingRow.key_code)
        .order_by(n.desc(), FindingRow.key_code)
    )
    found: dict[int, list[Missed]] = defaultdict(list)
    for document, code, rule, count in rows:
        found[document].append(Missed(code, rule, count))
    return found
