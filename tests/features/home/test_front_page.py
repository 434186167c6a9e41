"""The front page of visitors: question, sample chart, editions; nothing is stored."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.domain.charts.values import Chart
from app.domain.content.markdown import render_inline
from app.extensions import writing
from app.features.home import queries
from app.models import Base, ChartAttemptRow, ReviewCardRow
from tests.pages import Pages
from tests.personas import NOW
from tests.queries import count_queries


def sample(session: Session) -> Chart:
    found = queries.sample_chart(session)
    assert found is not None
    return found


def test_someone_signed_in_starts_at_home(pages: Pages) -> None:
    assert pages.as_("ana").get("home.index", status=302).location != "/"


def test_a_visitor_sees_question_chart_and_editions(pages: Pages) -> None:
    page = pages.get("home.index").text
    for words in ("One question", "Try a chart", "FY2026, April update", "Sign in"):
        assert words in page
    assert "flask users create" not in page


def test_the_question_gives_no_reason_before_the_answer(pages: Pages, session: Session) -> None:
    item = queries.question_of(session, NOW.date())
    assert item is not None
    reasons = [str(render_inline(o.rationale.strip())) for o in item.question.options]
    before = pages.get("home.index").text
    assert not any(reason in before for reason in reasons)
    after = pages.post("home.answer", {"item": item.ref, "choice": "0"}, status=200).text
    assert "The answer is" in after
    assert reasons[0][:40] in after


def test_an_answer_that_is_none_is_told_so(pages: Pages, session: Session) -> None:
    item = queries.question_of(session, NOW.date())
    assert item is not None
    for choice in ("", "9", "x"):
        page = pages.post("home.answer", {"item": item.ref, "choice": choice}, status=422)
        assert "Choose" in page.text
    pages.post("home.answer", {"item": "no-such-item", "choice": "0"}, status=404)


def test_the_sample_gives_nothing_of_its_key(pages: Pages, session: Session) -> None:
    key = sample(session).key
    page = pages.get("home.sample_chart").text
    for entry in key.diagnoses:
        assert entry.code not in page
        assert entry.why.strip()[:40] not in page


def graded(pages: Pages, chart: Chart, **changed: Any) -> str:
    data = {"act": "grade", "discharge_status": "01"}
    for number, entry in enumerate(chart.key.diagnoses, 1):
        data[f"code-{number}"] = entry.code.lower().replace(".", "")
        data[f"poa-{number}"] = "Y"
    return pages.post("home.sample_submit", {**data, **changed}, status=200).text


def test_the_right_coding_of_the_sample_earns_all(pages: Pages, session: Session) -> None:
    chart = sample(session)
    page = graded(pages, chart)
    assert f"{len(chart.key.diagnoses)} of {len(chart.key.diagnoses)} codes right" in page
    assert "$" in page


def test_grading_the_sample_stores_nothing(pages: Pages, app: Flask, session: Session) -> None:
    with count_queries(app) as counted:
        graded(pages, sample(session), **{"code-4": "zzz", "code-5": "<b>x</b>"})
    changing = [s for s in counted.statements if not s.lstrip().upper().startswith("SELECT")]
    assert changing == []
    for model in (ChartAttemptRow, ReviewCardRow):
        assert session.scalar(select(func.count()).select_from(model)) == 0


def test_a_code_found_goes_into_the_first_empty_line(pages: Pages) -> None:
    page = pages.post(
        "home.sample_submit", {"act": "search", "q": "hypertension", "code-1": "j189"}, status=200
    ).text
    assert 'value="add:I10"' in page
    assert 'value="J18.9"' in page
    page = pages.post("home.sample_submit", {"act": "add:I10", "code-1": "j189"}, status=200).text
    assert re.search(r'name="code-2" value="I10"', page)


def test_an_install_without_people_says_how_to_make_the_first(
    pages: Pages, session: Session
) -> None:
    with writing(session):
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in PEOPLE:
                session.execute(table.delete())
    assert "flask users create" in pages.get("home.index").text


PEOPLE = (
    "users", "memberships", "auth_sessions", "class_members", "classes", "audit_events",
    "one_time_links",
)  # fmt: skip


def test_without_a_code_book_the_page_says_what_to_build(
    pages: Pages, app: Flask, tmp_path: Any
) -> None:
    settings = app.config["CHARTROOM"]
    app.config["CHARTROOM"] = settings.model_copy(update={"data_dir": tmp_path})
    try:
        page = pages.get("home.index").text
        assert "flask codebook build" in page
    finally:
        app.config["CHARTROOM"] = settings


def test_ten_megabytes_are_refused(pages: Pages) -> None:
    pages.post("home.sample_submit", {"q": "x" * 10_000_000}, status=413)
