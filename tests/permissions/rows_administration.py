"""Rows of the routes of the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import JobRow, MembershipRow
from tests.features.administration.contents import conflicting
from tests.permissions.rows import Make, row
from tests.personas import NOW, School


def _ana(_app: Flask, _session: Session, school: School) -> Mapping[str, Any]:
    return {"user_id": school.users["ana"]}


def _programme(_app: Flask, _session: Session, school: School) -> Mapping[str, Any]:
    return {"organisation_id": school.organisations["him"]}


def _role_of(name: str) -> Make:
    def make(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
        found = session.scalar(
            select(MembershipRow.id).where(MembershipRow.user_id == school.users[name])
        )
        return {"membership_id": found}

    return make


def _job(_app: Flask, session: Session, _school: School) -> Mapping[str, Any]:
    job = JobRow(kind="mail", payload={}, run_after=NOW, failed_at=NOW, created_at=NOW)
    with writing(session):
        session.add(job)
    return {"job_id": job.id}


def _conflict(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {"document_id": conflicting(session, school).document_id}


ADMIN = "ada"
ROWS = {
    "administration.index": row(ADMIN),
    "administration.people": row(ADMIN),
    "administration.invite": row(ADMIN),
    "administration.invite_submit": row(ADMIN, fine=(422,)),
    "administration.upload_list": row(ADMIN),
    "administration.upload_list_submit": row(ADMIN, fine=(422,)),
    "administration.person": row(ADMIN, make=_ana),
    "administration.give_role": row(ADMIN, make=_ana, fine=(422,)),
    "administration.end_role": row(ADMIN, make=_role_of("ana")),
    "administration.restore_role": row(ADMIN, make=_role_of("ana")),
    "administration.name_for_outcomes": row(ADMIN, make=_role_of("carla"), data={"named": "yes"}),
    "administration.disable": row(ADMIN, make=lambda *a: {"user_id": a[2].users["olga"]}),
    "administration.enable": row(ADMIN, make=_ana),
    "administration.reset_link": row(ADMIN, make=_ana),
    "administration.organisations": row(ADMIN),
    "administration.add_organisation": row(ADMIN, fine=(422,)),
    "administration.organisation": row(ADMIN, make=_programme),
    "administration.change_organisation": row(ADMIN, make=_programme, fine=(422,)),
    "administration.content": row(ADMIN),
    "administration.sync_content": row(ADMIN),
    "administration.conflict": row(ADMIN, make=_conflict),
    "administration.decide_conflict": row(ADMIN, make=_conflict, fine=(400,)),
    "administration.audit": row(ADMIN),
    "administration.job": row(ADMIN, make=_job),
    "administration.retry_job": row(ADMIN, make=_job),
}
