"""The page of progress: counts with their N, and where to go on."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import DocumentRow, MarkRow
from app.operations import learner_record as queries
from tests.features import work
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries

NAMES = {"1": "Data", "2": "Access"}


def progress(pages: Pages) -> str:
    return pages.as_("ana").get("progress.index").get_data(as_text=True)


def test_a_new_learner_is_told_what_will_stand_there(pages: Pages) -> None:
    html = progress(pages)
    for words in ("No misses and no stars", "No practice answers", "No mock exam", "No chart"):
        assert words in html
    assert "0 of 2 lessons" in html
    assert html.count("btn--primary") == 1


def test_done_lessons_count_for_their_module(pages: Pages) -> None:
    pages.as_("ana").post("courses.done", module="body-circulation", lesson="heart")
    assert "1 of 3 lessons" in progress(pages)


def test_practice_is_summed_by_domain_over_checked_answers(
    session: Session, school: School
) -> None:
    ana = school.users["ana"]
    work.practice(session, ana, NOW, [1.0, 0.0, 0.5, None])
    work.practice(session, ana, NOW, [1.0], state="closed")
    work.practice(session, school.users["ben"], NOW, [1.0, 1.0])
    bars = queries.practice_bars(session, ana, NAMES)
    assert queries.total(bars) == (2.5, 4)
    assert all(bar.low <= bar.percent <= bar.high for bar in bars)


def test_mock_exams_are_summed_by_domain_over_closed_attempts(
    session: Session, school: School
) -> None:
    ana = school.users["ana"]
    work.exam(session, ana, NOW - timedelta(days=2), {"1": (8.0, 13), "2": (7.0, 10)})
    work.exam(session, ana, NOW - timedelta(days=1), {"1": (9.0, 13)}, 2)
    work.exam(session, ana, NOW, None, 3)
    bars = queries.exam_bars(session, ana, NAMES)
    assert [(bar.label, bar.right, bar.n) for bar in bars] == [("Data", 17, 26), ("Access", 7, 10)]
    assert [exam.number for exam in queries.exams(session, ana)] == [2, 1]


def test_charts_show_the_last_score_and_the_best(
    pages: Pages, session: Session, school: School
) -> None:
    ana = school.users["ana"]
    work.chart(session, ana, NOW - timedelta(days=2), 90.0)
    last = work.chart(session, ana, NOW - timedelta(days=1), 70.0, 2)
    work.chart(session, ana, NOW, None, 3)
    work.chart(session, school.users["ben"], NOW, 20.0)
    (found,) = queries.charts(session, ana)
    assert (found.attempts, found.attempt_id, found.last, found.best) == (2, last, 70.0, 90.0)
    assert f'href="/attempts/{last}/feedback"' in progress(pages)


def test_misses_and_stars_lead_to_practising_them(
    pages: Pages, session: Session, school: School
) -> None:
    ana = school.users["ana"]
    work.practice(session, ana, NOW, [0.0, 0.5, 1.0])
    entry = session.scalars(
        select(DocumentRow.id)
        .where(DocumentRow.kind == "item", DocumentRow.state == "live")
        .order_by(DocumentRow.ref)
    ).all()
    session.commit()
    with writing(session):
        session.add_all(MarkRow(user_id=ana, document_id=one) for one in entry)
    html = progress(pages)
    assert "2 questions missed at your last answer" in html
    assert 'name="histories" value="missed"' in html
    assert 'name="histories" value="starred"' in html


def test_only_learners_have_a_page_of_progress(pages: Pages) -> None:
    pages.as_("ivan").get("progress.index", status=403)
    pages.as_("olga").get("progress.index")


def test_the_number_of_queries_does_not_grow_with_what_was_done(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    progress(pages)
    with count_queries(app) as empty:
        progress(pages)
    ana = school.users["ana"]
    for n in range(1, 5):
        work.practice(session, ana, NOW, [0.0, 1.0], state="closed")
        work.exam(session, ana, NOW, {"1": (8.0, 13), "2": (7.0, 10)}, n)
        work.chart(session, ana, NOW, 60.0, n)
    with count_queries(app) as full:
        html = progress(pages)
    assert "attempt 4" in html
    assert full.n == empty.n
    assert full.n <= 12, "\n".join(full.statements)
