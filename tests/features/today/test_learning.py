"""A learner's page: what is due, what was left open, what comes next."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import ClassMemberRow
from app.operations.cards import add_cards
from tests.features import work
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries

HEART = {"module": "body-circulation", "lesson": "heart"}


def today(pages: Pages, name: str = "ana") -> str:
    return pages.as_(name).get("today.index").get_data(as_text=True)


def row_of(html: str, title: str) -> str:
    """The row of the list in which a title stands."""
    return next(part for part in html.split("<li") if title in part)


def assign(session: Session, school: School, kind: str, ref: str = "", **values: object) -> int:
    kinds = {"module": "module", "form": "blueprint", "chart": "chart"}
    target = work.document(session, kinds[kind], ref)[0] if ref else None
    room, teacher = school.classes["Spring"], school.users["ivan"]
    return work.assign(session, room, kind, target, NOW, teacher, **values)


def test_a_new_learner_is_shown_the_first_lesson_and_nothing_due(pages: Pages) -> None:
    html = today(pages)
    assert "Tuesday, 24 Nov 2026" in html
    assert "Start the lesson" in html
    assert 'href="/courses/terminology-word-parts/how-words-are-built"' in html
    assert "Nothing is due" in html
    assert html.count("btn--primary") == 1


def test_what_is_assigned_stands_there_by_closing_time_with_its_own_link(
    pages: Pages, session: Session, school: School
) -> None:
    module = assign(session, school, "module", "body-circulation", title="Week 3")
    form = assign(
        session, school, "form", "rhit-short", title="Mid-term", closes_at=NOW + timedelta(hours=3)
    )
    chart = assign(session, school, "chart", "duodenal-ulcer-bleed-nsaid", title="Chart B")
    practice = assign(session, school, "practice", title="Quiz 6")
    html = today(pages)
    assert html.index("Mid-term") < html.index("Week 3")
    assert f'href="/courses/body-circulation?assignment={module}"' in html
    assert f'href="/exams/rhit-short?assignment={form}"' in html
    assert f'href="/charts/duodenal-ulcer-bleed-nsaid?assignment={chart}"' in html
    row = row_of(html, "Quiz 6")
    assert 'action="/practice"' in row
    assert f'name="assignment" value="{practice}"' in row
    assert "Not started" in row
    for other in ("cleo", "stella"):
        assert "Week 3" not in today(pages, other)


def test_what_is_not_open_withdrawn_or_of_a_class_that_one_left_is_not_shown(
    pages: Pages, session: Session, school: School
) -> None:
    day = timedelta(days=1)
    assign(session, school, "practice", title="Later", opens_at=NOW + day)
    assign(session, school, "practice", title="Over", closes_at=NOW)
    assign(session, school, "practice", title="Taken back", withdrawn_at=NOW - day)
    html = today(pages)
    assert "Nothing is due" in html
    assign(session, school, "practice", title="Quiz 6")
    assert "Quiz 6" in today(pages)
    with writing(session):
        member = session.get(ClassMemberRow, (school.classes["Spring"], school.users["ana"]))
        assert member is not None
        member.left_at = NOW
    assert "Quiz 6" not in today(pages)


def test_an_assignment_shows_how_far_the_learner_is(
    pages: Pages, session: Session, school: School
) -> None:
    ana = school.users["ana"]
    assign(session, school, "module", "body-circulation", title="Week 3")
    quiz = assign(session, school, "practice", title="Quiz 6")
    chart = assign(session, school, "chart", "duodenal-ulcer-bleed-nsaid", title="B", attempts=2)
    pages.as_("ana").post("courses.done", **HEART)
    sitting = work.practice(session, ana, NOW, [1.0, None], quiz)
    work.chart(session, ana, NOW, 80.0, 1, chart)
    html = today(pages)
    assert "1 of 3 lessons" in row_of(html, "Week 3")
    assert "Under way" in row_of(html, "Week 3")
    assert f'href="/practice/{sitting}/1"' in row_of(html, "Quiz 6")
    assert "attempt 1 of 2" in row_of(html, ">B</a>")
    assert "Done" in row_of(html, ">B</a>")


def test_an_exam_whose_clock_runs_comes_first_then_review_then_the_rest(
    pages: Pages, session: Session, school: School
) -> None:
    ana = school.users["ana"]
    document, _ = work.document(session, "module", "body-circulation")
    with writing(session):
        add_cards(session, ana, [(document, "rule:I.B.5"), (document, "rule:II.C")], NOW)
    work.practice(session, ana, NOW, [None])
    attempt = work.chart(session, ana, NOW, None)
    sitting = work.exam(session, ana, NOW, None)
    html = today(pages)
    order = ["Go on with the exam", "Review 2 cards", f"/attempts/{attempt}", "Lesson: "]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert f'href="/sittings/{sitting}/1"' in html
    assert "its clock runs until 12:00" in html
    assert "1 code so far" in html
    assert html.count("btn--primary") == 1


def test_an_exam_whose_time_is_over_leads_to_its_result(
    pages: Pages, session: Session, school: School
) -> None:
    sitting = work.exam(session, school.users["ana"], NOW - timedelta(hours=3), None)
    html = today(pages)
    assert f'href="/sittings/{sitting}/result"' in html
    assert "its time is over" in html


def test_a_lesson_goes_on_at_the_section_where_one_stopped(pages: Pages) -> None:
    place = "diseases-and-the-words-that-decide-the-code"
    ana = pages.as_("ana")
    ana.get("courses.lesson", **HEART)
    ana.post("courses.place", {"anchor": place}, 204, **HEART)
    html = today(pages)
    assert f'href="/courses/body-circulation/heart#{place}"' in html
    assert "stopped at “Diseases, and the words that decide the code”" in html
    assert "Go on with the lesson" in html


def test_another_persons_work_is_not_shown(pages: Pages, session: Session, school: School) -> None:
    work.exam(session, school.users["ben"], NOW, None)
    assert "Go on with the exam" not in today(pages)


def test_the_number_of_queries_does_not_grow_with_what_is_due_and_open(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    today(pages)
    with count_queries(app) as empty:
        today(pages)
    ana = school.users["ana"]
    for n in range(6):
        task = assign(session, school, "practice", title=f"Quiz {n}")
        assign(session, school, "module", "body-circulation", title=f"Week {n}")
        work.practice(session, ana, NOW, [1.0, None], task)
        work.chart(session, ana, NOW, 50.0, n + 1)
    work.chart(session, ana, NOW, None, 9)
    session.commit()
    with count_queries(app) as full:
        html = today(pages)
    assert "Quiz 5" in html
    assert full.n == empty.n
    assert full.n <= 9, "\n".join(full.statements)
