"""The list of modules, a module, the glossary, and a figure alone."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from tests.features.work import assign, document
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def test_modules_stand_in_their_order_with_minutes_and_progress(pages: Pages) -> None:
    ana = pages.as_("ana")
    html = ana.get("courses.index").get_data(as_text=True)
    assert html.index("M03") < html.index("M06") < html.index("M28")
    module = html[html.index("M06") : html.index("M07")]
    assert "min" in module
    assert "0 of 3 lessons done" in module
    ana.post("courses.done", module="body-circulation", lesson="heart")
    html = ana.get("courses.index").get_data(as_text=True)
    assert "1 of 3 lessons done" in html
    assert "Go on with Airways and lungs" in html


def test_a_module_continues_with_the_lesson_that_is_under_way(pages: Pages) -> None:
    ana = pages.as_("ana")
    ana.get("courses.lesson", module="body-circulation", lesson="heart-lung-diseases")
    html = ana.get("courses.module", module="body-circulation").get_data(as_text=True)
    assert "Continue with Infarction" in html


def test_an_assigned_module_says_until_when(pages: Pages, session: Session, school: School) -> None:
    module, _ = document(session, "module", "body-circulation")
    work = assign(
        session,
        school.classes["Spring"],
        "module",
        module,
        NOW,
        school.users["ivan"],
        title="Week 3",
        instructions="Read both.",
    )
    where = {"module": "body-circulation", "assignment": str(work)}
    html = pages.as_("ana").get("courses.module", **where).get_data(as_text=True)
    assert "Assigned to you: Week 3" in html
    assert "Read both." in html
    for other in ("cleo", "stella", "ivan"):
        html = pages.as_(other).get("courses.module", **where).get_data(as_text=True)
        assert "Week 3" not in html


def test_an_assignment_that_is_no_number_is_ignored(pages: Pages) -> None:
    for value in ("x", "-1", "9" * 40, "²"):
        pages.as_("ana").get("courses.module", module="body-circulation", assignment=value)


def test_the_number_of_queries_does_not_grow_with_what_was_read(pages: Pages, app: Flask) -> None:
    ana = pages.as_("ana")
    ana.get("courses.index")
    counts = []
    for lesson in ("", "heart", "heart-lung-diseases"):
        if lesson:
            ana.post("courses.done", module="body-circulation", lesson=lesson)
        for endpoint, values in (
            ("courses.index", {}),
            ("courses.module", {"module": "body-circulation"}),
        ):
            with count_queries(app) as counted:
                ana.get(endpoint, **values)
            counts.append(counted.n)
    assert set(counts) == {5}


def test_the_glossary_is_searched_by_words_and_letter(pages: Pages, app: Flask) -> None:
    ana = pages.as_("ana")
    ana.get("courses.terms")
    with count_queries(app) as every:
        html = ana.get("courses.terms").get_data(as_text=True)
    assert 'id="term-atrium"' in html
    assert "AY-tree-um" in html
    with count_queries(app) as few:
        html = ana.get("courses.terms", q="CHAMBER blood", letter="a").get_data(as_text=True)
    assert few.n == every.n
    assert 'id="term-atrium"' in html
    assert 'id="term-ventricle"' not in html
    html = ana.get("courses.terms", q="zebra").get_data(as_text=True)
    assert "No term fits" in html
    assert "Clear filters" in html


def test_a_figure_alone_leads_back_to_the_lesson_it_came_from(pages: Pages) -> None:
    ana = pages.as_("ana")
    html = ana.get(
        "courses.figure", slug="heart-section", **{"from": "body-circulation/heart"}
    ).get_data(as_text=True)
    assert 'href="/courses/body-circulation/heart"' in html
    assert "CC BY 4.0" in html
    ana.get("courses.figure", slug="heart-section", **{"from": "//elsewhere"})
    ana.get("courses.figure", status=404, slug="nothing")
