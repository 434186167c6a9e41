"""The page of a lesson: what it shows, and where one stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.content.values import Lesson
from app.extensions import writing
from app.models import DocumentRow, ProgressRow
from app.operations.library import all_current
from tests.conftest import FakeClock
from tests.features.work import document
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries

HEART = {"module": "body-circulation", "lesson": "heart"}
PLACE = "function-one-loop-two-circuits-one-rhythm"
Progress = Callable[[], ProgressRow | None]


@pytest.fixture
def progress(session: Session, school: School) -> Progress:
    """Ana's row of progress in the lesson on the heart."""
    lesson, _ = document(session, "lesson", "body-circulation/heart")

    def read() -> ProgressRow | None:
        session.rollback()
        return session.get(ProgressRow, (school.users["ana"], lesson), populate_existing=True)

    return read


def text(pages: Pages, endpoint: str = "courses.lesson", **values: str) -> str:
    return pages.get(endpoint, **(values or HEART)).get_data(as_text=True)


def retire(session: Session, kind: str, ref: str) -> None:
    with writing(session):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.kind == kind, DocumentRow.ref == ref)
            .values(state="retired")
        )


def test_every_shipped_lesson_is_a_valid_page_with_its_figures(
    pages: Pages, session: Session
) -> None:
    refs = session.scalars(select(DocumentRow.ref).where(DocumentRow.kind == "lesson")).all()
    assert len(refs) >= 24
    for ref in refs:
        module, _, lesson = ref.partition("/")
        html = text(pages.as_("ana"), module=module, lesson=lesson)
        assert html.count("<svg viewBox") >= 1, ref
        assert "Text version" in html
        assert 'id="sources"' in html


def test_terms_codes_and_organs_are_linked(pages: Pages) -> None:
    html = text(pages.as_("ana"))
    assert 'href="#term-atrium"' in html
    assert 'id="term-atrium"' in html
    assert 'href="/codebook/cm/I35.0" data-tip="Nonrheumatic aortic (valve) stenosis"' in html
    assert 'class="organ" data-organ="heart"' in html
    surgery = text(pages.as_("ana"), module="pcs", lesson="taking-out")
    assert re.search(r'href="/codebook/pcs/0Y6H0Z1" data-tip="Detachment[^"]+"', surgery)


def test_the_edition_and_the_review_date_are_shown(pages: Pages) -> None:
    html = text(pages.as_("ana"))
    assert "FY 2026 April edition" in html
    assert "To be reviewed by 1 Oct 2027" in html


def test_neither_key_nor_rationale_is_in_the_page_before_the_answer(
    pages: Pages, session: Session
) -> None:
    for loaded in all_current(session, "lesson"):
        module, _, lesson = loaded.ref.partition("/")
        html = text(pages.as_("ana"), module=module, lesson=lesson)
        value = loaded.content.value
        assert isinstance(value, Lesson)
        for check in value.checks:
            for option in getattr(check, "options", ()):
                assert option.rationale.strip()[:40] not in html
                assert not option.misconception or option.misconception not in html


def test_opening_a_lesson_puts_it_under_way(pages: Pages, progress: Progress) -> None:
    assert progress() is None
    pages.as_("ana").get("courses.lesson", **HEART)
    row = progress()
    assert row is not None
    assert (row.seen_at, row.completed_at, row.anchor) == (NOW, None, "")
    assert "Under way" in text(pages.as_("ana"), "courses.module", module="body-circulation")


def test_an_instructor_leaves_no_progress(pages: Pages, session: Session, school: School) -> None:
    pages.as_("ivan").get("courses.lesson", **HEART)
    session.commit()
    rows = session.scalars(
        select(ProgressRow).where(ProgressRow.user_id == school.users["ivan"])
    ).all()
    assert rows == []


def test_the_place_where_one_stopped_is_offered_and_kept_when_opened_again(
    pages: Pages, progress: Progress
) -> None:
    ana = pages.as_("ana")
    ana.get("courses.lesson", **HEART)
    ana.post("courses.place", data={"anchor": PLACE}, status=204, **HEART)
    for _ in range(2):
        html = text(ana)
        assert "You stopped at “Function: one loop, two circuits, one rhythm”." in html
        assert f'href="#{PLACE}"' in html
    row = progress()
    assert row is not None
    assert row.anchor == PLACE


def test_a_place_that_the_lesson_does_not_have_is_refused(pages: Pages, progress: Progress) -> None:
    pages.as_("ana").post("courses.place", data={"anchor": "nowhere"}, status=400, **HEART)
    assert progress() is None


def test_done_goes_on_to_the_next_lesson_and_can_be_taken_back(
    pages: Pages, progress: Progress, clock: FakeClock
) -> None:
    ana = pages.as_("ana")
    gone = ana.post("courses.done", **HEART)
    assert gone.location == "/courses/body-circulation/airways-and-lungs"
    clock.move(hours=1)
    ana.post("courses.done", **HEART)
    row = progress()
    assert row is not None
    assert row.completed_at == NOW
    assert "Mark as not done" in text(ana)
    back = ana.post("courses.not_done", **HEART)
    assert back.location == "/courses/body-circulation/heart"
    row = progress()
    assert row is not None
    assert row.completed_at is None


def test_the_last_lesson_leads_back_to_the_modules(pages: Pages) -> None:
    last = {"module": "career-and-exam", "lesson": "finding-a-job"}
    assert pages.as_("ana").post("courses.done", **last).location == "/courses"


def test_opening_a_done_lesson_leaves_it_done(
    pages: Pages, progress: Progress, clock: FakeClock
) -> None:
    ana = pages.as_("ana")
    ana.post("courses.done", **HEART)
    clock.move(days=1)
    ana.get("courses.lesson", **HEART)
    row = progress()
    assert row is not None
    assert (row.completed_at, row.seen_at) == (NOW, NOW + timedelta(days=1))


def test_a_retired_lesson_says_so_to_whoever_has_it_open(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    ana.get("courses.lesson", **HEART)
    retire(session, "lesson", "body-circulation/heart")
    page = ana.get("courses.lesson", status=410, **HEART).get_data(as_text=True)
    assert "taken out of the course" in page
    assert 'href="/courses/body-circulation/airways-and-lungs"' in page
    check = {**HEART, "check_id": "cy-heart-1"}
    part = ana.post(
        "courses.check_submit", {"cy-heart-1": "1"}, 410, {"HX-Request": "true"}, **check
    )
    assert "<html" not in part.get_data(as_text=True)
    assert "taken out of the course" in part.get_data(as_text=True)
    for act in ("courses.done", "courses.not_done", "courses.place"):
        ana.post(act, status=410, **HEART)
    assert "Heart</a>" not in text(ana, "courses.module", module="body-circulation")


def test_an_unknown_lesson_is_not_found(pages: Pages) -> None:
    ana = pages.as_("ana")
    ana.get("courses.lesson", status=404, module="body-circulation", lesson="liver")
    ana.post("courses.done", status=404, module="nothing", lesson="at-all")


def test_a_lesson_whose_module_was_retired_can_still_be_read(
    pages: Pages, session: Session
) -> None:
    retire(session, "module", "body-circulation")
    html = text(pages.as_("ana"))
    assert "All modules" in html
    pages.as_("ana").get("courses.module", status=404, module="body-circulation")


def test_a_lesson_is_read_without_a_code_book(
    pages: Pages, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    settings = app.config["CHARTROOM"]
    monkeypatch.setitem(app.config, "CHARTROOM", settings.model_copy(update={"data_dir": tmp_path}))
    html = text(pages.as_("ana"))
    assert "/codebook/cm/" not in html
    assert "<code>I35.0</code>" in html


def test_the_number_of_queries_does_not_depend_on_the_lesson_or_on_what_was_read(
    pages: Pages, app: Flask
) -> None:
    ana = pages.as_("ana")
    ana.get("courses.lesson", **HEART)
    with count_queries(app) as short:
        ana.get("courses.lesson", module="terminology-word-parts", lesson="how-words-are-built")
    for lesson in ("heart", "heart-lung-diseases"):
        ana.post("courses.done", module="body-circulation", lesson=lesson)
    ana.get("courses.lesson", module="terminology-word-parts", lesson="how-words-are-built")
    with count_queries(app) as long:
        ana.get("courses.lesson", **HEART)
    assert long.n <= short.n
    assert long.n <= 11, "\n".join(long.statements)
