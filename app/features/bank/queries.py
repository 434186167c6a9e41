"""What the pages of the bank show, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    DocumentRow,
    ItemFactsRow,
    KeyRow,
    ReportRow,
    UserRow,
    VersionRow,
)
from app.operations.first_answers import Facility, facilities

PAGE = 25
KINDS = ("item", "lesson")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty text narrows nothing."""

    kind: str = ""
    domain: str = ""
    state: str = ""
    purpose: str = ""
    level: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; ``domain`` and what follows are empty for lessons."""

    id: int
    kind: str
    ref: str
    title: str
    state: str
    domain: str
    level: str
    purpose: str
    reports: int


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[Entry, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the history; ``author`` is empty for one that came from a file."""

    id: int
    number: int
    state: str
    source: str
    author: str
    at: datetime
    body: str
    group: int


@dataclass(frozen=True, slots=True)
class Report:
    id: int
    document_id: int
    title: str
    text: str
    state: str
    answer: str
    at: datetime
    closed_at: datetime | None


def visible(organisations: Collection[int]) -> ColumnElement[bool]:
    """Documents of the library and of these organisations."""
    return or_(
        DocumentRow.organisation_id.is_(None), DocumentRow.organisation_id.in_(organisations)
    )


def listing(
    session: Session, organisations: Collection[int], filters: Filters, page: int
) -> Listing:
    """One page of items and lessons, by kind and ref; three SELECTs."""
    query = _filtered(organisations, filters)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = min(max(1, page), max(1, -(-total // PAGE)))
    ordered = query.order_by(DocumentRow.kind, DocumentRow.ref)
    rows = session.execute(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    ids = [row[0] for row in rows]
    reports = _open_reports(session, ids)
    entries = tuple(
        Entry(
            id=row[0],
            kind=row[1],
            ref=row[2],
            title=row[3],
            state=row[4],
            domain=row[5] or "",
            level=row[6] or "",
            purpose=row[7] or "",
            reports=reports.get(row[0], 0),
        )
        for row in rows
    )
    return Listing(entries, total, page)


def _filtered(organisations: Collection[int], filters: Filters) -> Select[Any]:
    newest = (
        select(func.max(VersionRow.id))
        .where(VersionRow.document_id == DocumentRow.id)
        .correlate(DocumentRow)
        .scalar_subquery()
    )
    shown = func.coalesce(DocumentRow.current_version_id, newest)
    query = (
        select(
            DocumentRow.id,
            DocumentRow.kind,
            DocumentRow.ref,
            DocumentRow.title,
            DocumentRow.state,
            ItemFactsRow.domain,
            ItemFactsRow.level,
            ItemFactsRow.purpose,
        )
        .outerjoin(
            ItemFactsRow,
            (ItemFactsRow.version_id == shown) & (ItemFactsRow.position_in_set == 0),
        )
        .where(DocumentRow.kind.in_(KINDS), visible(organisations))
    )
    wanted = {
        DocumentRow.kind: filters.kind,
        DocumentRow.state: filters.state,
        ItemFactsRow.domain: filters.domain,
        ItemFactsRow.level: filters.level,
        ItemFactsRow.purpose: filters.purpose,
    }
    for column, value in wanted.items():
        if value:
            query = query.where(column == value)
    if filters.text:
        text = filters.text[:100]
        query = query.where(
            DocumentRow.title.icontains(text, autoescape=True)
            | DocumentRow.ref.icontains(text, autoescape=True)
        )
    return cast(Select[Any], query)


def _open_reports(session: Session, documents: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(ReportRow.document_id, func.count())
        .where(ReportRow.document_id.in_(documents), ReportRow.state == "open")
        .group_by(ReportRow.document_id)
    )
    return dict(rows.all())


def versions(session: Session, document_id: int) -> list[Version]:
    """Every version of a document, the newest first."""
    rows = session.execute(
        select(
            VersionRow.id,
            VersionRow.number,
            VersionRow.state,
            VersionRow.source,
            func.coalesce(UserRow.name, ""),
            VersionRow.created_at,
            VersionRow.body,
            VersionRow.measurement_group,
        )
        .outerjoin(UserRow, UserRow.id == VersionRow.author_id)
        .where(VersionRow.document_id == document_id)
        .order_by(VersionRow.number.desc())
    )
    return [Version(*row) for row in rows]


def key_reasons(session: Session, document_id: int) -> list[tuple[int, str, datetime]]:
    """Keys that were changed without a new version: (version number, reason, when)."""
    rows = session.execute(
        select(VersionRow.number, KeyRow.reason, KeyRow.created_at)
        .join(VersionRow, VersionRow.id == KeyRow.version_id)
        .where(VersionRow.document_id == document_id, KeyRow.number > 1)
        .order_by(KeyRow.id.desc())
    )
    return [(number, reason, at) for number, reason, at in rows]


def reports(
    session: Session, organisations: Collection[int], document_id: int | None = None
) -> list[Report]:
    """Reports on one document, or the open ones on all; the newest first, at most 200."""
    query = (
        select(
            ReportRow.id,
            ReportRow.document_id,
            DocumentRow.title,
            ReportRow.text,
            ReportRow.state,
            ReportRow.answer,
            ReportRow.created_at,
            ReportRow.closed_at,
        )
        .join(DocumentRow, DocumentRow.id == ReportRow.document_id)
        .where(visible(organisations))
    )
    if document_id is None:
        query = query.where(ReportRow.state == "open")
    else:
        query = query.where(ReportRow.document_id == document_id)
    rows = session.execute(query.order_by(ReportRow.id.desc()).limit(200))
    return [Report(*row) for row in rows]


def facility(session: Session, shown: list[Version], group: int) -> dict[int, Facility]:
    """First answers by place in the set, over the versions of one measurement group."""
    ids = [version.id for version in shown if version.group == group]
    found: dict[int, Facility] = {}
    for (version, place), one in facilities(session, versions=ids).items():
        if version in ids:
            found[place] = found.get(place, Facility()).plus(one)
    return found
