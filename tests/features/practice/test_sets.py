"""Building, finishing and summing up a set; sets that are assigned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.domain.exams.packing import unpack
from app.extensions import writing
from app.models import AnswerRow, AssignmentRow, DocumentRow, GradingRow, ItemFactsRow, SittingRow
from app.operations.practice_pool import MOST_ITEMS, PracticeSpec, practice_pool
from tests.conftest import FakeClock
from tests.features.practice.sets import at, give, start
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries

NAMES = st.sampled_from(["1", "2", "unseen", "missed", "recall", "analysis", "", "x"])


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "count": st.one_of(st.integers(-5, 500), st.text(max_size=3)),
            "domains": st.lists(NAMES),
            "levels": st.lists(NAMES),
            "histories": st.lists(NAMES),
            "feedback": st.sampled_from(["now", "end", "later"]),
            "confidence": st.sampled_from([True, False, None]),
            "title": st.text(max_size=5),
        },
    )
)
def test_any_stored_spec_is_read_and_written_back_the_same(stored: dict[str, Any]) -> None:
    spec = PracticeSpec.from_dict(stored)
    assert 1 <= spec.count <= MOST_ITEMS
    assert PracticeSpec.from_dict(spec.to_dict()) == spec


def test_a_post_without_fields_starts_ten_questions(pages: Pages, session: Session) -> None:
    sitting = start(pages.as_("ana"))
    live = session.scalar(
        select(func.count())
        .select_from(ItemFactsRow)
        .join(DocumentRow, DocumentRow.current_version_id == ItemFactsRow.version_id)
        .where(ItemFactsRow.purpose == "practice", DocumentRow.state == "live")
    )
    assert session.get(SittingRow, sitting).item_count == min(10, live or 0)  # type: ignore[union-attr]


def test_questions_of_the_exams_never_come_up(pages: Pages, session: Session) -> None:
    sitting = start(pages.as_("ana"), count=50)
    purposes = session.scalars(
        select(ItemFactsRow.purpose)
        .join(AnswerRow, AnswerRow.version_id == ItemFactsRow.version_id)
        .where(AnswerRow.sitting_id == sitting)
    ).all()
    assert set(purposes) == {"practice"}


def test_a_question_of_the_exams_cannot_be_asked_for_by_name(
    pages: Pages, session: Session
) -> None:
    ref = session.scalar(select(ItemFactsRow.ref).where(ItemFactsRow.purpose == "mock"))
    session.commit()
    page = pages.as_("ana").post("practice.start", {"refs": ref}, status=422).text
    assert "No question matches" in page


def test_questions_of_another_organisation_never_come_up(session: Session, school: School) -> None:
    before = practice_pool(session, school.users["ana"])
    session.commit()
    with writing(session):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == before[0].document_id)
            .values(organisation_id=school.organisations["other"])
        )
    theirs = {entry.document_id for entry in practice_pool(session, school.users["stella"])}
    ours = {entry.document_id for entry in practice_pool(session, school.users["ana"])}
    assert theirs - ours == {before[0].document_id}
    session.commit()
    with writing(session):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == before[0].document_id)
            .values(organisation_id=school.organisations["school"])
        )
    assert len(practice_pool(session, school.users["ana"])) == len(before)


def test_the_form_posted_twice_starts_one_set(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    assert start(ana, start_id="abc", count=2) == start(ana, start_id="abc", count=2)
    assert start(ana, start_id="abd", count=2) != start(ana, start_id="abc2", count=2)


@pytest.mark.parametrize(
    "fields",
    [{"count": "0"}, {"count": "51"}, {"count": "ten"}, {"domains": "99"}, {"levels": "x"}],
)
def test_a_wish_that_makes_no_sense_comes_back_with_its_field(
    pages: Pages, fields: dict[str, str]
) -> None:
    assert "errors-list" in pages.as_("ana").post("practice.start", fields, status=422).text


def test_the_page_says_how_many_match(pages: Pages, session: Session, school: School) -> None:
    ana = pages.as_("ana")
    total = len(practice_pool(session, school.users["ana"]))
    session.commit()
    assert f"{total} questions of {total} match." in ana.get("practice.index").text
    assert f"0 questions of {total} match." in ana.get("practice.count", histories="missed").text
    sitting = start(ana, count=2)
    give(ana, session, sitting, 1, right=False)
    assert f"1 question of {total} matches." in ana.get("practice.count", histories="missed").text
    assert f"{total - 1} questions of" in ana.get("practice.count", histories="unseen").text


def test_a_miss_put_right_later_is_no_miss_any_more(
    pages: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    ana = pages.as_("ana")
    first = start(ana, count=1)
    give(ana, session, first, 1, right=False)
    clock.move(minutes=5)
    again = start(ana, histories="missed")
    give(ana, session, again, 1, right=True)
    pool = [entry.item for entry in practice_pool(session, school.users["ana"])]
    assert [item for item in pool if item.missed] == []
    assert len([item for item in pool if item.seen]) == 1


def test_finishing_writes_one_grading_of_the_answers_given(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=4)
    give(ana, session, sitting, 1, right=True, confidence="sure")
    give(ana, session, sitting, 2, right=False, confidence="nonsense")
    for _ in range(2):
        ana.post("practice.finish", sitting_id=sitting)
    [grading] = session.scalars(select(GradingRow).where(GradingRow.sitting_id == sitting)).all()
    assert (grading.cause, grading.raw, grading.max) == ("close", 1.0, 2.0)
    assert sum(part["n"] for part in grading.per_domain.values()) == 2
    marks = unpack(grading.body)
    assert [mark.scored for mark in marks] == [True, True, False, False]
    assert [mark.confidence for mark in marks] == ["sure", "", "", ""]


def test_the_summary_groups_the_misses_and_starts_them_again(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    singles = session.scalars(
        select(ItemFactsRow.ref)
        .join(DocumentRow, DocumentRow.current_version_id == ItemFactsRow.version_id)
        .where(ItemFactsRow.item_type == "single", ItemFactsRow.purpose == "practice")
        .limit(3)
    ).all()
    session.commit()
    sitting = start(ana, refs=singles)
    for position in (1, 2, 3):
        give(ana, session, sitting, position, right=position == 1)
    page = ana.get("practice.summed_up", sitting_id=sitting).text
    missed = at(session, sitting, 2)
    assert "Practice the missed again" in page
    assert missed.verdict.misconceptions[0].replace("-", " ").capitalize() in page
    refs = [at(session, sitting, position).item.ref for position in (2, 3)]
    again = start(ana, refs=refs, count=2)
    assert {at(session, again, n).item.ref for n in (1, 2)} == set(refs)


def test_the_summary_of_an_open_set_tells_no_result_of_the_end(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2, feedback="end")
    give(ana, session, sitting, 1, right=False)
    page = ana.get("practice.summed_up", sitting_id=sitting).text
    assert "1 of 2 answered" in page
    assert "Incorrect" not in page
    assert "Practice the missed again" not in page


def _assign(session: Session, school: School, room: str = "Spring", **more: Any) -> int:
    row = AssignmentRow(
        class_id=school.classes[room],
        kind="practice",
        spec={"count": 2},
        title="Quiz 1",
        attempts=1,
        opens_at=NOW - timedelta(days=1),
        closes_at=NOW + timedelta(days=1),
        created_by=school.users["ivan"],
        created_at=NOW,
    )
    for name, value in more.items():
        setattr(row, name, value)
    with writing(session):
        session.add(row)
    return row.id


def test_an_assigned_set_is_started_once_and_gone_on_with(
    pages: Pages, session: Session, school: School
) -> None:
    ana, task = pages.as_("ana"), _assign(session, school)
    assert "Quiz 1" in ana.get("practice.index", assignment=task).text
    sitting = start(ana, assignment=task)
    assert start(ana, assignment=task) == sitting
    give(ana, session, sitting, 1)
    ana.post("practice.finish", sitting_id=sitting)
    page = ana.post("practice.start", {"assignment": task}, status=409).text
    assert "You have used every attempt" in page
    [grading] = session.scalars(select(GradingRow)).all()
    assert (grading.raw, grading.max) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"opens_at": NOW + timedelta(hours=1)}, "not open yet"),
        ({"closes_at": NOW}, "is closed"),
    ],
)
def test_an_assigned_set_keeps_its_hours(
    pages: Pages, session: Session, school: School, more: dict[str, Any], sentence: str
) -> None:
    ana, task = pages.as_("ana"), _assign(session, school, **more)
    ana.get("practice.index", assignment=task)
    assert sentence in ana.post("practice.start", {"assignment": task}, status=409).text


def test_an_assignment_of_another_class_does_not_exist(
    pages: Pages, session: Session, school: School
) -> None:
    task = _assign(session, school, room="Autumn")
    for wanted in (task, 999_999, "x", 2**70):
        pages.as_("ana").post("practice.start", {"assignment": wanted}, status=404)
        pages.as_("ana").get("practice.index", status=404, assignment=wanted)


@pytest.mark.parametrize("sets", [1, 6])
def test_the_build_page_asks_as_often_after_many_sets(
    app: Flask, pages: Pages, session: Session, sets: int
) -> None:
    ana = pages.as_("ana")
    for _ in range(sets):
        give(ana, session, start(ana, count=3), 1)
    ana.get("practice.index")
    with count_queries(app) as counted:
        ana.get("practice.index")
    assert counted.n == 6


@pytest.mark.parametrize("count", [2, 8])
def test_the_summary_asks_as_often_of_a_long_set(
    app: Flask, pages: Pages, session: Session, count: int
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=count)
    ana.get("practice.summed_up", sitting_id=sitting)
    with count_queries(app) as counted:
        ana.get("practice.summed_up", sitting_id=sitting)
    assert counted.n == 8
