"""Assignments: given in the class's zone, changed, withdrawn; their results and marks by hand."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.classes.results import Try, best_of
from app.models import AssignmentRow, AuditRow, GradeOverrideRow
from app.operations.overrides import Override, override_of
from tests.features import work
from tests.pages import Pages
from tests.personas import NOW, School

TIMES = {"opens_at": "2026-11-24T08:00", "closes_at": "2026-12-01T23:59"}


def fields(**values: Any) -> dict[str, Any]:
    return {"title": "Week 3", "instructions": "", "attempts": "2", **TIMES, **values}


def assignment(session: Session, made: Any) -> AssignmentRow:
    session.rollback()
    number = int(made.location.rpartition("/")[2])
    return session.get_one(AssignmentRow, number, populate_existing=True)


def given_practice(session: Session, school: School, points: list[float]) -> int:
    """A practice set assigned to Ana's class, done by her."""
    made = work.assign(
        session, school.classes["Spring"], "practice", None, NOW, school.users["ivan"], attempts=2
    )
    work.practice_done(session, school.users["ana"], NOW, points, made)
    return made


def test_each_kind_can_be_assigned_in_the_zone_of_the_class(
    pages: Pages, session: Session, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    kinds = {"module": "module", "form": "blueprint", "chart": "chart"}
    refs = {"module": "body-circulation", "form": "rhit-short", "chart": ""}
    for kind, document in kinds.items():
        ref = refs[kind] or "duodenal-ulcer-bleed-nsaid"
        target, _ = work.document(session, document, ref)
        ivan.get("classes.new_assignment", class_id=room, kind=kind)
        made = ivan.post("classes.assign", fields(target=target), class_id=room, kind=kind)
        row = assignment(session, made)
        assert (row.kind, row.document_id) == (kind, target)
        local = row.closes_at.astimezone(ZoneInfo("America/New_York"))
        assert (local.day, local.hour, local.minute) == (1, 23, 59)
        ivan.get("classes.assignment", assignment_id=row.id)


def test_a_practice_set_keeps_what_was_chosen(
    pages: Pages, session: Session, school: School
) -> None:
    chosen = fields(count="1", domains=["1"], feedback="end")
    made = pages.as_("ivan").post(
        "classes.assign", chosen, class_id=school.classes["Spring"], kind="practice"
    )
    row = assignment(session, made)
    assert row.spec == {"count": 1, "domains": ["1"], "feedback": "end"}
    page = pages.as_("ivan").get("classes.edit_assignment", assignment_id=row.id).text
    assert 'value="2026-12-01T23:59"' in page


def test_a_set_that_the_bank_cannot_fill_is_refused(pages: Pages, school: School) -> None:
    page = pages.as_("ivan").post(
        "classes.assign",
        fields(count="50", domains=["1"], levels=["recall"], feedback="now"),
        status=422,
        class_id=school.classes["Spring"],
        kind="practice",
    ).text  # fmt: skip
    assert "of these fit" in page


def test_wrong_times_numbers_and_targets_come_back_with_a_sentence(
    pages: Pages, session: Session, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    target, _ = work.document(session, "module", "body-circulation")
    form, _ = work.document(session, "blueprint", "rhit-short")
    early = {"closes_at": "2026-11-24T08:00"}
    old, far = {"opens_at": "0001-01-01T00:00"}, {"closes_at": "9999-12-31T23:59"}
    skipped = {"opens_at": "2026-03-08T02:30"}
    for bad in (early, skipped, {"title": ""}, {"opens_at": "soon"}, {"target": form}, old, far):
        data = fields(**{"target": target, **bad})
        ivan.post("classes.assign", data, status=422, class_id=room, kind="module")
    ivan.get("classes.new_assignment", status=404, class_id=room, kind="essay")


def test_what_is_assigned_stays_once_a_learner_has_begun(
    pages: Pages, session: Session, school: School
) -> None:
    made = given_practice(session, school, [1.0])
    ivan = pages.as_("ivan")
    page = ivan.get("classes.edit_assignment", assignment_id=made).text
    assert "Learners have begun" in page
    assert 'name="count"' not in page
    ivan.post(
        "classes.edit_assignment_submit", fields(title="Renamed", count="3"), assignment_id=made
    )
    session.rollback()
    row = session.get_one(AssignmentRow, made, populate_existing=True)
    assert (row.title, row.spec) == ("Renamed", {})


def test_a_withdrawn_assignment_comes_back(pages: Pages, session: Session, school: School) -> None:
    made = given_practice(session, school, [1.0])
    ivan, ana = pages.as_("ivan"), pages.as_("ana")
    assert "Assigned practice" in ana.get("today.index").text
    ivan.post("classes.withdraw", assignment_id=made)
    assert "Withdrawn" in ivan.get("classes.assignment", assignment_id=made).text
    assert "Assigned practice" not in ana.get("today.index").text
    ivan.post("classes.put_back", assignment_id=made)
    assert "Assigned practice" in ana.get("today.index").text


def test_results_show_each_learner_and_each_question(
    pages: Pages, session: Session, school: School
) -> None:
    made = given_practice(session, school, [1.0, 0.0, 0.5, 1.0])
    ivan = pages.as_("ivan")
    page = ivan.get("classes.assignment", assignment_id=made).text
    assert "2.5\u00a0of\u00a04" in page
    assert "Not started" in page
    csv = ivan.get("classes.assignment_csv", assignment_id=made).text.splitlines()
    assert csv[0].lstrip("\ufeff").startswith("Learner,State,Attempt")
    assert csv[1].startswith("Ana Persona,Done,1 of 2,62,2.5 of 4")
    questions = ivan.get("classes.questions_csv", assignment_id=made).text.splitlines()
    assert [line.split(",")[1] for line in questions[1:]] == ["0", "50", "100", "100"]
    assert questions[1].endswith("Ana Persona")


def test_a_module_counts_lessons_and_has_no_score_to_change(
    pages: Pages, session: Session, school: School
) -> None:
    document, _ = work.document(session, "module", "body-circulation")
    made = work.assign(
        session, school.classes["Spring"], "module", document, NOW, school.users["ivan"]
    )
    assert "0 of 3" in pages.as_("ivan").get("classes.assignment", assignment_id=made).text
    pages.as_("ivan").get(
        "classes.override", status=409, assignment_id=made, user_id=school.users["ana"]
    )


def test_a_chart_is_marked_by_its_best_attempt(
    pages: Pages, session: Session, school: School
) -> None:
    chart, _ = work.document(session, "chart", "duodenal-ulcer-bleed-nsaid")
    made = work.assign(
        session, school.classes["Spring"], "chart", chart, NOW, school.users["ivan"], attempts=3
    )
    for number, total in enumerate((64.0, 80.0, 71.0), start=1):
        work.chart(session, school.users["ana"], NOW, total, number, made)
    csv = pages.as_("ivan").get("classes.assignment_csv", assignment_id=made).text
    assert "Ana Persona,Done,2 of 3,80" in csv


def test_a_mark_by_hand_needs_a_reason_counts_and_can_be_taken_back(
    pages: Pages, session: Session, school: School
) -> None:
    made = given_practice(session, school, [1.0, 0.0])
    where = {"assignment_id": made, "user_id": school.users["ana"]}
    ivan = pages.as_("ivan")
    for bad in ({"points": "80"}, {"points": "101", "reason": "x"}, {"points": "", "reason": "x"}):
        ivan.post("classes.override_submit", bad, status=422, **where)
    ivan.post("classes.override_submit", {"points": "80", "reason": "Item 2 was unclear."}, **where)
    ivan.post("classes.override_submit", {"points": "85", "reason": "Item 2 was unclear."}, **where)
    target = session.scalars(select(GradeOverrideRow.target_id)).first()
    shown = pages.as_("ana").get("practice.summed_up", sitting_id=target).text
    assert "set the score of this attempt to 85 %" in shown
    page = ivan.get("classes.assignment", assignment_id=made).text
    assert "computed 50 %; Ivan Persona: Item 2 was unclear." in page
    assert ">85<" in page
    assert target is not None
    assert override_of(session, "sitting", [target])[target].points == 85
    ivan.post("classes.revoke_override", **where)
    assert "Item 2 was unclear" not in ivan.get("classes.assignment", assignment_id=made).text
    session.rollback()
    assert override_of(session, "sitting", [target]) == {}
    actions = session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
    assert actions[-3:] == ["grade_overridden", "grade_overridden", "grade_override_revoked"]


def test_no_mark_is_set_for_nothing_or_for_a_stranger(
    pages: Pages, session: Session, school: School
) -> None:
    made = given_practice(session, school, [1.0])
    ivan = pages.as_("ivan")
    ivan.get("classes.override", status=409, assignment_id=made, user_id=school.users["ben"])
    ivan.get("classes.override", status=404, assignment_id=made, user_id=school.users["cleo"])


scores = st.floats(0, 100)
tries = st.lists(st.tuples(st.none() | scores, st.none() | scores), max_size=6)


@given(tries)
def test_a_mark_by_hand_counts_before_any_score_and_the_best_score_else(
    drawn: list[tuple[float | None, float | None]],
) -> None:
    made = [
        Try(
            id=n, user_id=1, number=n, closed_at=NOW, score=score, raw=None, most=None,
            override=None if mark is None else Override(n, mark, "why", "who", NOW),
        )
        for n, (score, mark) in enumerate(drawn, start=1)
    ]  # fmt: skip
    best = best_of(made)
    marks = [mark for _, mark in drawn if mark is not None]
    known = [score for score, _ in drawn if score is not None]
    expected = max(marks) if marks else max(known, default=None)
    assert (best.mark if best else None) == expected
