"""Overview, organisations, content, audit and jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.administration.jobs import sync_content
from app.models import AuditRow, DocumentRow, JobRow, OrganisationRow, VersionRow, WorkerRow
from app.operations import audit
from app.operations.content_conflicts import conflicts
from app.operations.library import current
from tests.features.administration.contents import conflicting, reworded
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def overview(pages: Pages) -> str:
    return text_of(pages.as_("ada").get("administration.index"))


def failed_job(session: Session, **values: Any) -> int:
    job = JobRow(
        **{
            "kind": "mail", "payload": {}, "run_after": NOW, "failed_at": NOW, "created_at": NOW,
            "attempts": 5, "last_error": "set CHARTROOM_SMTP_URL to send mail", **values,
        }
    )  # fmt: skip
    with writing(session):
        session.add(job)
    return job.id


def test_the_overview_says_when_no_worker_runs(
    pages: Pages, session: Session, school: School
) -> None:
    assert "No worker runs" in overview(pages)
    with writing(session):
        session.execute(insert(WorkerRow).values(name="w", seen_at=NOW - timedelta(seconds=20)))
    page = overview(pages)
    assert "No worker runs" not in page
    assert "Last seen" in page


def test_the_overview_names_the_editions_in_use(pages: Pages) -> None:
    page = overview(pages)
    assert "ICD-10-PCS" in page
    assert "grouper 43.1" in page


def test_a_failed_job_is_told_with_its_reason_and_can_run_again(
    pages: Pages, session: Session, school: School
) -> None:
    job = failed_job(session)
    assert "set CHARTROOM_SMTP_URL" in overview(pages)
    pages.as_("ada").post("administration.retry_job", job_id=job)
    row = session.get_one(JobRow, job, populate_existing=True)
    assert (row.failed_at, row.attempts) == (None, 0)
    session.commit()
    pages.as_("ada").post("administration.retry_job", job_id=job, status=409)
    pages.as_("ada").get("administration.job", job_id=job)


def test_a_job_is_not_retried_beside_its_twin(
    pages: Pages, session: Session, school: School
) -> None:
    job = failed_job(session, dedupe_key="once")
    failed_job(session, dedupe_key="once", failed_at=None, attempts=0)
    pages.as_("ada").post("administration.retry_job", job_id=job, status=409)


def test_an_unknown_job_is_not_found(pages: Pages) -> None:
    pages.as_("ada").get("administration.job", job_id=404, status=404)
    pages.as_("ada").post("administration.retry_job", job_id=404, status=404)


def test_a_sync_is_one_job_however_often_it_is_pressed(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    ada = pages.as_("ada")
    first = ada.post("administration.sync_content", data={"act": "sync"}).location
    assert ada.post("administration.sync_content", data={"act": "sync"}).location == first
    assert ada.post("administration.sync_content", data={"act": "try"}).location != first
    assert "Waiting" in text_of(ada.get(first))
    job = session.scalars(select(JobRow).where(JobRow.dedupe_key == "sync")).one()
    session.commit()
    with app.app_context():
        result = sync_content(session, job.payload, NOW)
    with writing(session):
        job.done_at, job.result = NOW, result
    page = text_of(ada.get(first))
    assert "0 published" in page
    assert "Done" in page


def test_files_with_problems_are_listed_on_the_jobs_page(
    pages: Pages, session: Session, school: School
) -> None:
    job = failed_job(
        session, kind="content_sync", failed_at=None, done_at=NOW, last_error="",
        result={"problems": ["content/x.md:3: no title"]},
    )  # fmt: skip
    page = text_of(pages.as_("ada").get("administration.job", job_id=job))
    assert "content/x.md:3: no title" in page


@pytest.mark.parametrize(("act", "word"), [("ours", "Ours."), ("theirs", "Theirs.")])
def test_a_conflict_is_decided_once_and_comes_back_no_more(
    pages: Pages, session: Session, school: School, act: str, word: str
) -> None:
    found = conflicting(session, school)
    ada, data = pages.as_("ada"), {"act": act, "version": str(found.theirs)}
    assert "changed here and in the file" in text_of(ada.get("administration.content"))
    page = text_of(ada.get("administration.conflict", document_id=found.document_id))
    assert "+  Theirs." in page
    ada.post("administration.decide_conflict", data=data, document_id=found.document_id)
    assert conflicts(session) == []
    loaded = current(session, "item", found.ref)
    assert loaded is not None
    assert word in loaded.content.body
    row = session.get_one(DocumentRow, found.document_id, populate_existing=True)
    assert row.file_version_id == found.theirs
    session.commit()
    ada.post("administration.decide_conflict", data=data, document_id=found.document_id, status=409)
    ada.get("administration.conflict", document_id=found.document_id, status=404)


def test_a_decision_about_an_older_file_is_refused(
    pages: Pages, session: Session, school: School
) -> None:
    found = conflicting(session, school)
    data = {"act": "theirs", "version": str(found.ours)}
    pages.as_("ada").post(
        "administration.decide_conflict", data=data, document_id=found.document_id, status=409
    )
    versions = session.scalars(select(VersionRow.state).where(VersionRow.id == found.theirs))
    assert versions.all() == ["proposed"]
    assert reworded("Theirs").ref == found.ref


def test_an_organisation_is_added_and_renamed(
    pages: Pages, session: Session, school: School
) -> None:
    ada, him = pages.as_("ada"), school.organisations["him"]
    data = {"kind": "career_office", "name": "Second office", "organisation": str(him)}
    ada.post("administration.add_organisation", data=data)
    page = ada.post("administration.add_organisation", data=data, status=422)
    assert "has one of this name already" in text_of(page)
    data["kind"] = "campus"
    page = ada.post("administration.add_organisation", data={**data, "name": "C"}, status=422)
    assert "cannot stand under" in text_of(page)
    change = {"name": "Health information", "time_zone": "America/Denver"}
    ada.post("administration.change_organisation", data=change, organisation_id=him)
    row = session.get_one(OrganisationRow, him)
    assert (row.name, row.time_zone) == ("Health information", "America/Denver")
    slugs = session.scalars(select(OrganisationRow.slug)).all()
    assert "second-office" in slugs


def entries(session: Session, count: int, actor: int, action: str = "tested") -> None:
    with writing(session):
        for number in range(count):
            audit.record(
                session, at=NOW, actor_id=actor, action=action, target=f"user:{actor}", n=number
            )


def test_the_audit_is_filtered_by_action_person_and_day(
    pages: Pages, session: Session, school: School
) -> None:
    entries(session, 1, school.users["ana"])
    ada = pages.as_("ada")
    cases: tuple[tuple[dict[str, Any], bool], ...] = (
        ({"action": "tested"}, True),
        ({"action": "other"}, False),
        ({"person": "ANA@"}, True),
        ({"person": "ben"}, False),
        ({"since": "2026-11-24", "until": "2026-11-24"}, True),
        ({"since": "2026-11-25"}, False),
        ({"until": "2026-11-23"}, False),
        ({"since": "nonsense", "until": "9999-12-31"}, True),
    )
    for query, found in cases:
        assert ("n: 0" in text_of(ada.get("administration.audit", **query))) is found, query


def test_the_audit_is_paged_by_key_with_the_same_number_of_queries(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    counts = []
    for more in (2, 118):
        entries(session, more, school.users["ana"])
        with count_queries(app) as counted:
            page = text_of(pages.as_("ada").get("administration.audit", action="tested"))
        counts.append(counted.n)
    assert counts == [4, 4]
    seen = [page]
    for _ in range(2):
        before = seen[-1].split("before=", 1)[1].split("&", 1)[0].split('"', 1)[0]
        seen.append(
            text_of(pages.as_("ada").get("administration.audit", action="tested", before=before))
        )
    assert sum(text.count('<td data-label="Detail">n: ') for text in seen) == 120
    assert ">Older" not in seen[-1]


def test_the_audit_cannot_be_changed_by_any_page(app: Flask, session: Session) -> None:
    rules = [r for r in app.url_map.iter_rules() if r.rule.startswith("/admin/audit")]
    assert [r.endpoint for r in rules] == ["administration.audit"]
    assert "POST" not in (rules[0].methods or set())
    assert session.scalars(select(AuditRow.id).limit(1)).all() is not None


def test_the_overview_asks_the_same_number_of_questions_whatever_waits(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    counts = []
    for more in (1, 30):
        for _ in range(more):
            failed_job(session)
        with count_queries(app) as counted:
            overview(pages)
        counts.append(counted.n)
    assert counts == [6, 6]
