"""An instructor's page, and where the other roles begin."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import DocumentRow, ReportRow
from tests.features import work
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def today(pages: Pages, name: str = "ivan") -> str:
    return pages.as_(name).get("today.index").get_data(as_text=True)


def report(session: Session, user_id: int, words: str, item: int = 0, state: str = "open") -> int:
    """A report on the item at that place of the bank; returns the item's id."""
    found = session.execute(
        select(DocumentRow.id, DocumentRow.current_version_id)
        .where(DocumentRow.kind == "item")
        .order_by(DocumentRow.ref)
    ).all()[item]
    session.commit()
    with writing(session):
        session.add(
            ReportRow(
                user_id=user_id,
                document_id=found.id,
                version_id=found.current_version_id,
                text=words,
                state=state,
                created_at=NOW,
            )
        )
    return int(found.id)


def draft(session: Session, item: int, organisation: int | None) -> str:
    """Make an item of the bank a draft of an organisation; returns its title."""
    found = session.execute(
        select(DocumentRow.id, DocumentRow.title)
        .where(DocumentRow.kind == "item")
        .order_by(DocumentRow.ref)
    ).all()[item]
    with writing(session):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == found.id)
            .values(
                state="draft",
                organisation_id=organisation,
                file_version_id=None,
                title=f"Draft {item}",
            )
        )
    return f"Draft {item}"


def test_without_anything_to_do_the_page_says_what_will_stand_there(pages: Pages) -> None:
    html = today(pages)
    assert "No open reports" in html
    assert "Nothing was handed in" in html
    assert "No drafts" in html


def test_open_reports_of_own_students_stand_first(
    pages: Pages, session: Session, school: School
) -> None:
    item = report(session, school.users["ana"], "Option B is <wrong>.")
    report(session, school.users["ben"], "Two answers fit.")
    report(session, school.users["stella"], "From elsewhere.", 1)
    report(session, school.users["ana"], "Dealt with.", 2, "closed")
    html = today(pages)
    assert "Two answers fit." in html
    assert "1 more report" in html
    assert f'href="/bank/items/{item}"' in html
    assert "From elsewhere." not in html
    assert "Dealt with." not in html
    assert html.count("btn--primary") == 1
    assert "Two answers fit." not in today(pages, "sven")


def test_what_classes_handed_in_in_the_last_week_is_counted(
    pages: Pages, session: Session, school: School
) -> None:
    room, ivan = school.classes["Spring"], school.users["ivan"]
    quiz = work.assign(session, room, "practice", None, NOW, ivan, title="Quiz 6")
    old = work.assign(session, room, "practice", None, NOW, ivan, title="Quiz 5")
    chart = work.assign(session, room, "chart", None, NOW, ivan, title="Chart B")
    for name in ("ana", "ben"):
        work.practice(session, school.users[name], NOW, [1.0], quiz, "closed")
    work.practice(session, school.users["ana"], NOW, [1.0], quiz, "closed")
    work.practice(session, school.users["ana"], NOW - timedelta(days=8), [1.0], old, "closed")
    work.practice(session, school.users["ben"], NOW, [None], old, "open")
    work.chart(session, school.users["ana"], NOW, 70.0, 1, chart)
    html = today(pages)
    assert f'href="/assignments/{quiz}/results">Quiz 6</a>' in html
    assert "Spring · 2 learners" in html
    assert f'href="/assignments/{chart}/results">Chart B</a>' in html
    assert "Quiz 5" not in html
    assert "Quiz 6" not in today(pages, "irma")


def test_drafts_of_the_library_and_of_own_organisations_wait(
    pages: Pages, session: Session, school: School
) -> None:
    shared = draft(session, 0, None)
    own = draft(session, 1, school.organisations["him"])
    others = draft(session, 2, school.organisations["other"])
    html = today(pages)
    assert shared in html
    assert own in html
    assert others not in html


def test_other_roles_begin_elsewhere(pages: Pages) -> None:
    assert pages.as_("carla").get("today.index", status=302).location == "/careers"
    assert pages.as_("ada").get("today.index", status=302).location == "/admin"
    assert "next=/today" in pages.get("today.index", status=302).location


def test_someone_with_two_roles_sees_the_page_of_the_one_in_use(pages: Pages) -> None:
    olga = pages.as_("olga")
    assert "Nothing is due" in olga.get("today.index").get_data(as_text=True)
    olga.post("accounts.work_as", {"membership": "instructor"})
    assert "Drafts waiting" in olga.get("today.index").get_data(as_text=True)


def test_the_number_of_queries_does_not_grow_with_reports_work_and_drafts(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    with count_queries(app) as empty:
        today(pages)
    room, ivan = school.classes["Spring"], school.users["ivan"]
    for n in range(12):
        report(session, school.users["ana"], f"Report {n}", n)
        draft(session, n + 12, None)
        task = work.assign(session, room, "practice", None, NOW, ivan, title=f"Quiz {n}")
        work.practice(session, school.users["ana"], NOW, [1.0], task, "closed")
    with count_queries(app) as full:
        html = today(pages)
    assert "12 questions are reported" in html
    assert "12 wait in all" in html
    assert full.n == empty.n
    assert full.n <= 7, "\n".join(full.statements)
