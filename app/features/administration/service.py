"""What the administrator changes about organisations, and the jobs that she starts."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.administration.scope import Scope
from app.models import OrganisationRow
from app.operations import audit, jobs

BELOW = {
    "school": ("campus", "programme", "career_office"),
    "campus": ("programme", "career_office"),
    "programme": ("career_office",),
    "career_office": (),
}
"""Which kinds of organisations may stand under which."""


class RefusedError(Exception):
    """The act is refused; the message is a sentence for the person."""


def add_organisation(
    session: Session, scope: Scope, parent_id: int, kind: str, name: str, actor_id: int,
    now: datetime,
) -> int:  # fmt: skip
    """Add a campus, a programme or a career office; returns its id.

    Raises RefusedError when that kind cannot stand there, or its parent has one of this name.
    """
    parent = scope.organisation(parent_id)
    if parent is None:
        raise RefusedError("Choose one of your organizations.")
    if kind not in BELOW[parent.kind]:
        raise RefusedError(f"That cannot stand under {parent.name}.")
    with writing(session):
        twin = session.scalar(
            select(OrganisationRow.id).where(
                OrganisationRow.parent_id == parent_id, OrganisationRow.name == name
            )
        )
        if twin is not None:
            raise RefusedError(f"{parent.name} has one of this name already.")
        row = OrganisationRow(
            parent_id=parent_id,
            kind=kind,
            slug=_free_slug(session, name),
            name=name,
            time_zone=parent.time_zone,
            created_at=now,
        )
        session.add(row)
        session.flush()
        audit.record(
            session,
            at=now,
            actor_id=actor_id,
            action="organisation_added",
            target=f"organisation:{row.id}",
            kind=kind,
        )
    return row.id


def _free_slug(session: Session, name: str) -> str:
    """A short name for commands that no other organisation has."""
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50] or "organization"
    taken = set(
        session.scalars(select(OrganisationRow.slug).where(OrganisationRow.slug.startswith(base)))
    )
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def change_organisation(
    session: Session, organisation_id: int, name: str, time_zone: str, actor_id: int, now: datetime
) -> None:
    with writing(session):
        session.execute(
            update(OrganisationRow)
            .where(OrganisationRow.id == organisation_id)
            .values(name=name, time_zone=time_zone)
        )
        audit.record(
            session,
            at=now,
            actor_id=actor_id,
            action="organisation_changed",
            target=f"organisation:{organisation_id}",
        )


def start_sync(session: Session, dry_run: bool, actor_id: int, now: datetime) -> int:
    """Queue a sync of content; returns the job's id. One that waits already is enough."""
    key = "dry run" if dry_run else "sync"
    with writing(session):
        payload = {"dry_run": dry_run, "actor_id": actor_id}
        jobs.enqueue(session, "content_sync", payload, now, dedupe_key=key)
        job_id = jobs.waiting_id(session, "content_sync", key)
    if job_id is None:
        raise RuntimeError("the job that was just queued is not there")
    return job_id


def retry_job(session: Session, job_id: int, actor_id: int, now: datetime) -> None:
    """Let a job that was given up run again. Raises RefusedError when there is nothing to retry."""
    with writing(session):
        if not jobs.retry(session, job_id, now):
            raise RefusedError("This job did not fail, or the same one waits already.")
        audit.record(
            session, at=now, actor_id=actor_id, action="job_retried", target=f"job:{job_id}"
        )
