"""What the overview, content, audit and jobs pages read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.features.administration.scope import Scope
from app.models import AuditRow, DocumentRow, JobRow, UserRow, VersionRow, WorkerRow

WORKER_SILENT = timedelta(seconds=60)
"""A worker says that it lives every 15 seconds; after this it counts as gone."""
AUDIT_PAGE = 50
ACTIONS_FROM = 5000


@dataclass(frozen=True, slots=True)
class JobView:
    """``state``: waiting, running, failed (given up) or done."""

    id: int
    kind: str
    state: str
    attempts: int
    last_error: str
    created_at: datetime
    run_after: datetime
    ended_at: datetime | None
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Machine:
    """``worker_seen`` is None where no worker ever ran."""

    worker_seen: datetime | None
    worker_runs: bool
    waiting: int
    failed: int
    failures: list[JobView]


def machine(session: Session, at: datetime) -> Machine:
    """Worker and jobs; three SELECTs."""
    seen = session.scalar(select(func.max(WorkerRow.seen_at)))
    waiting = session.scalar(
        select(func.count())
        .select_from(JobRow)
        .where(JobRow.done_at.is_(None), JobRow.failed_at.is_(None), JobRow.run_after <= at)
    )
    failed = session.execute(
        select(JobRow, func.count().over())
        .where(JobRow.done_at.is_(None), JobRow.failed_at.is_not(None))
        .order_by(JobRow.id.desc())
        .limit(10)
    ).all()
    return Machine(
        worker_seen=seen,
        worker_runs=seen is not None and at - seen < WORKER_SILENT,
        waiting=waiting or 0,
        failed=failed[0][1] if failed else 0,
        failures=[_job(row, at) for row, _ in failed],
    )


def job(session: Session, job_id: int, at: datetime) -> JobView | None:
    row = session.get(JobRow, job_id)
    return _job(row, at) if row else None


def _job(row: JobRow, at: datetime) -> JobView:
    state = "waiting"
    if row.done_at is not None:
        state = "done"
    elif row.failed_at is not None:
        state = "failed"
    elif row.locked_until is not None and row.locked_until > at:
        state = "running"
    return JobView(
        id=row.id,
        kind=row.kind,
        state=state,
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=row.created_at,
        run_after=row.run_after,
        ended_at=row.done_at or row.failed_at,
        result=row.result or {},
    )


@dataclass(frozen=True, slots=True)
class KindCount:
    """Documents of one kind by state."""

    kind: str
    live: int
    draft: int
    in_review: int
    retired: int


def content_counts(session: Session) -> list[KindCount]:
    found: dict[str, dict[str, int]] = {}
    for kind, state, n in session.execute(
        select(DocumentRow.kind, DocumentRow.state, func.count())
        .group_by(DocumentRow.kind, DocumentRow.state)
        .order_by(DocumentRow.kind)
    ):
        found.setdefault(kind, {})[state] = n
    states = ("live", "draft", "in_review", "retired")
    return [KindCount(kind, *(by.get(state, 0) for state in states)) for kind, by in found.items()]


def last_sync(session: Session) -> datetime | None:
    return session.scalar(select(func.max(AuditRow.at)).where(AuditRow.action == "content_synced"))


def bodies(session: Session, version_ids: list[int]) -> dict[int, str]:
    """The text of these versions."""
    rows = session.execute(
        select(VersionRow.id, VersionRow.body).where(VersionRow.id.in_(version_ids))
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """``person`` is a part of a name or address; days are whole, in the viewer's zone."""

    action: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def any(self) -> bool:
        return bool(self.action or self.person or self.since or self.until)


@dataclass(frozen=True, slots=True)
class AuditView:
    id: int
    at: datetime
    who: str
    action: str
    target: str
    about: str
    detail: Mapping[str, Any]


def audit_page(
    session: Session, scope: Scope, filters: AuditFilters, before: int | None
) -> tuple[list[AuditView], int | None]:
    """One page of the trail, newest first, and the key of the next one, if there is one."""
    actor, about = aliased(UserRow), aliased(UserRow)
    query = (
        select(AuditRow, actor.name, about.name)
        .outerjoin(actor, actor.id == AuditRow.actor_id)
        .outerjoin(about, AuditRow.target == "user:" + about.id.cast(AuditRow.target.type))
        .order_by(AuditRow.id.desc())
        .limit(AUDIT_PAGE + 1)
    )
    if before is not None:
        query = query.where(AuditRow.id < before)
    if not scope.whole:
        mine = select(UserRow.id).where(scope.reaches())
        query = query.where(or_(AuditRow.actor_id.in_(mine), about.id.in_(mine)))
    for condition in _conditions(filters, actor, about):
        query = query.where(condition)
    rows = session.execute(query).all()
    views = [_audit_view(row, who, whom) for row, who, whom in rows[:AUDIT_PAGE]]
    return views, views[-1].id if len(rows) > AUDIT_PAGE else None


def _conditions(filters: AuditFilters, actor: Any, about: Any) -> list[Any]:
    conditions = []
    if filters.action:
        conditions.append(AuditRow.action == filters.action)
    if filters.person:
        words = filters.person.casefold()
        conditions.append(
            or_(
                *(
                    column.contains(words, autoescape=True)
                    for one in (actor, about)
                    for column in (func.lower(one.name), one.email_normalized)
                )
            )
        )
    if filters.since:
        conditions.append(AuditRow.at >= filters.since)
    if filters.until:
        conditions.append(AuditRow.at < filters.until)
    return [and_(*conditions)] if conditions else []


def _audit_view(row: AuditRow, who: str | None, whom: str | None) -> AuditView:
    unknown = f"person {row.actor_id}" if row.actor_id else "the system"
    return AuditView(row.id, row.at, who or unknown, row.action, row.target, whom or "", row.detail)


def actions(session: Session) -> list[str]:
    """The actions that stand among the newest entries, for the filter."""
    newest = select(AuditRow.action).order_by(AuditRow.id.desc()).limit(ACTIONS_FROM).subquery()
    return list(session.scalars(select(newest.c.action).distinct().order_by(newest.c.action)))
