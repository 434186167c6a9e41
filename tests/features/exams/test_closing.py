"""Closing: one result, whoever closes; the result's page; nothing of the key before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.domain.exams.packing import unpack
from app.extensions import writing
from app.features.exams.closing import GRACE, close, sweep
from app.features.exams.jobs import sweep_sittings
from app.models import GradeOverrideRow, GradingRow, ReviewCardRow
from tests import exam_bank
from tests.conftest import FakeClock
from tests.features.exams.conftest import JSON, Sitting
from tests.features.exams.test_saving import kind
from tests.personas import NOW, School
from tests.queries import count_queries

OVER = NOW + timedelta(minutes=30)
RIGHT = {'type="radio"': ["0"], 'type="checkbox"': ["0", "2"], 'inputmode="decimal"': ["5.6"]}


def grading(sitting: Sitting) -> Any:
    sitting.session.commit()
    return sitting.session.execute(
        select(GradingRow).where(GradingRow.sitting_id == sitting.id)
    ).scalar_one()


def answer_all(sitting: Sitting) -> None:
    """Every question right."""
    for position in range(1, 9):
        page = sitting.pages.get("exams.question", sitting_id=sitting.id, n=position).text
        values = next(values for mark, values in RIGHT.items() if mark in page)
        sitting.send(position, values)


def test_submitting_closes_and_shows_the_result(sitting: Sitting, clock: FakeClock) -> None:
    answer_all(sitting)
    clock.move(minutes=12)
    answer = sitting.pages.post("exams.submit", sitting_id=sitting.id)
    page = sitting.pages.get(answer.location).text
    assert "practice score 400" in page
    assert "You would have passed this form" in page
    assert "not AHIMA" in page
    assert "provisional" in page
    assert "12 minutes in all, 90 s a question" in page
    state = sitting.state()
    assert (state.state, state.close_reason) == ("closed", "learner")
    assert state.closed_at == NOW + timedelta(minutes=12)


def test_a_second_submission_shows_the_same_result(sitting: Sitting, clock: FakeClock) -> None:
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    first = grading(sitting)
    body, made = first.body, first.created_at
    clock.move(minutes=5)
    answer = sitting.pages.post("exams.submit", sitting_id=sitting.id)
    assert answer.location.endswith("/result")
    again = grading(sitting)
    assert (again.body, again.created_at) == (body, made)


def test_unscored_questions_never_count(sitting: Sitting) -> None:
    answer_all(sitting)
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    row = grading(sitting)
    marks = unpack(row.body)
    assert (row.raw, row.max, len(marks)) == (6, 6, 8)
    assert sum(mark.scored for mark in marks) == 6
    assert sum(counts["n"] for counts in row.per_domain.values()) == 6


@pytest.mark.parametrize("late", [timedelta(seconds=1), timedelta(days=3)])
def test_a_late_read_closes_at_the_deadline(
    sitting: Sitting, clock: FakeClock, late: timedelta
) -> None:
    sitting.send(1, [])
    clock.set(OVER + late)
    answer = sitting.pages.get("exams.question", status=302, sitting_id=sitting.id, n=1)
    assert answer.location.endswith("/result")
    state = sitting.state()
    assert (state.state, state.closed_at, state.close_reason) == ("closed", OVER, "time")


@pytest.mark.parametrize("endpoint", ["exams.index", "exams.exam", "exams.result"])
def test_every_look_at_an_exam_whose_time_is_over_closes_it(
    sitting: Sitting, clock: FakeClock, endpoint: str
) -> None:
    clock.set(OVER + timedelta(seconds=1))
    values = {"exams.exam": {"slug": "tiny"}, "exams.result": {"sitting_id": sitting.id}}
    sitting.pages.get(endpoint, **values.get(endpoint, {}))
    assert sitting.state().state == "closed"


def test_the_sweeper_closes_what_is_due_and_nothing_else(
    sitting: Sitting, session: Session
) -> None:
    assert sweep(session, OVER + GRACE) == 0
    assert sitting.state().state == "open"
    sweep_sittings(session, {}, OVER + GRACE + timedelta(seconds=1))
    state = sitting.state()
    assert (state.state, state.closed_at, state.close_reason) == ("closed", OVER, "time")
    sweep_sittings(session, {}, OVER + timedelta(days=1))
    assert session.scalar(select(func.count(GradingRow.id))) == 1


def test_an_answer_that_arrived_in_time_is_in_the_grading(
    sitting: Sitting, clock: FakeClock, session: Session
) -> None:
    place = kind(sitting, 'inputmode="decimal"')
    clock.set(OVER)
    sitting.send(place, ["5.6"])
    sweep(session, OVER + timedelta(minutes=1))
    assert grading(sitting).raw == 1


def test_a_refused_answer_is_not_in_the_grading(sitting: Sitting, clock: FakeClock) -> None:
    place = kind(sitting, 'inputmode="decimal"')
    clock.set(OVER + timedelta(microseconds=1))
    sitting.send(place, ["5.6"], status=410)
    sitting.pages.get("exams.result", sitting_id=sitting.id)
    assert grading(sitting).raw == 0


def test_an_answer_that_came_too_late_is_kept_apart_once_and_shown(
    sitting: Sitting, clock: FakeClock
) -> None:
    place = kind(sitting, 'inputmode="decimal"')
    sitting.send(place, ["6.0"], save_id="in-time")
    clock.set(OVER + timedelta(seconds=2))
    for _ in range(2):
        sitting.send(place, ["5.6"], revision=1, save_id="late", status=410)
    page = sitting.pages.get("exams.result", sitting_id=sitting.id).text
    assert page.count(f"Question {place}: 5.6 days, at 10:30:02") == 1
    assert "kept but not counted" in page
    assert grading(sitting).raw == 0
    clock.set(NOW)
    sitting.send(place, ["5.6"], revision=1, save_id="late", status=410)


def test_closing_when_the_clock_has_stepped_back_says_no_negative_time(
    sitting: Sitting, clock: FakeClock
) -> None:
    clock.set(NOW - timedelta(hours=2))
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    assert "0 minutes in all" in sitting.pages.get("exams.result", sitting_id=sitting.id).text


def test_missed_questions_become_review_cards_in_the_same_commit(
    sitting: Sitting, session: Session, school: School
) -> None:
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    session.commit()
    aspects = session.scalars(
        select(ReviewCardRow.aspect).where(ReviewCardRow.user_id == school.users["ana"])
    ).all()
    assert sorted(aspects) == ["item:0"] * 4 + ["item:1", "item:2"]


def test_the_result_tells_what_changed_answers_did(sitting: Sitting) -> None:
    radio, boxes = kind(sitting, 'type="radio"'), kind(sitting, 'type="checkbox"')
    for revision, value in enumerate(["1", "2", "0"]):
        sitting.send(radio, [value], revision=revision)
    sitting.send(boxes, ["0"])
    sitting.send(boxes, ["0", "2"], revision=1)
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    page = sitting.pages.get("exams.result", sitting_id=sitting.id).text
    assert "1 answer changed: 1 to right, 0 to wrong." in page
    assert unpack(grading(sitting).body)[radio - 1].changes == 2
    assert unpack(grading(sitting).body)[boxes - 1].changes == 0


def test_an_instructors_mark_is_shown_with_its_reason(
    sitting: Sitting, session: Session, school: School
) -> None:
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    with writing(session):
        session.execute(
            insert(GradeOverrideRow).values(
                target_kind="sitting",
                target_id=sitting.id,
                points=5,
                reason="Fire drill in the middle",
                by_id=school.users["ivan"],
                created_at=NOW,
            )
        )
    page = sitting.pages.get("exams.result", sitting_id=sitting.id).text
    assert "set the score of this attempt to 5 %" in page
    assert "Fire drill in the middle" in page


@pytest.mark.parametrize("show", ["missed", "flagged", "all"])
def test_every_answer_has_its_reasons_after_the_close(sitting: Sitting, show: str) -> None:
    sitting.send(2, [], flagged="1")
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    page = sitting.pages.get("exams.answers", sitting_id=sitting.id, show=show).text
    assert page.count("exam-answerhead") == (1 if show == "flagged" else 8)
    assert exam_bank.SECRET in page


def test_a_page_beyond_the_last_shows_the_last(sitting: Sitting) -> None:
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    sitting.pages.get("exams.answers", sitting_id=sitting.id, show="all", page=99)
    sitting.pages.get("exams.answers", sitting_id=sitting.id, show="all", page=-1)


def test_a_closed_exam_takes_no_answer_and_no_page_of_it_opens(sitting: Sitting) -> None:
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    body = sitting.send(1, ["0"], status=410).get_json()
    assert body["result"] == f"/sittings/{sitting.id}/result"
    for endpoint, values in (
        ("exams.question", {"n": 1}),
        ("exams.review", {}),
        ("exams.sitting", {}),
    ):
        answer = sitting.pages.get(endpoint, status=302, sitting_id=sitting.id, **values)
        assert answer.location.endswith("/result")


def test_a_resend_after_the_close_is_told_that_it_had_been_saved(sitting: Sitting) -> None:
    place = kind(sitting, 'type="radio"')
    sitting.send(place, ["2"], save_id="one")
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    assert sitting.send(place, ["2"], save_id="one").get_json()["state"] == "repeat"


def test_nothing_of_the_key_leaves_before_the_close(sitting: Sitting) -> None:
    """Every response of an open exam, pages, redirects and JSON alike."""
    responses = [
        sitting.pages.get("exams.index"),
        sitting.pages.get("exams.exam", slug="tiny"),
        sitting.pages.get("exams.review", sitting_id=sitting.id),
        sitting.pages.get("exams.sitting", status=302, sitting_id=sitting.id),
        sitting.pages.get("exams.result", status=302, sitting_id=sitting.id),
        sitting.pages.get("exams.answers", status=302, sitting_id=sitting.id),
    ]
    for position in range(1, 9):
        responses += [
            sitting.pages.get("exams.question", sitting_id=sitting.id, n=position),
            sitting.send(position, [], save_id=f"s{position}"),
            sitting.send(position, [], save_id=f"s{position}"),
            sitting.send(position, [], save_id=f"t{position}", status=409),
            sitting.pages.post(
                "exams.save", {"choice": "?"}, status=409, sitting_id=sitting.id, n=position
            ),
            sitting.pages.post(
                "exams.save",
                {"choice": "?", "revision": 1},
                status=422,
                headers=JSON,
                sitting_id=sitting.id,
                n=position,
            ),
            sitting.pages.post(
                "exams.save", {"choice": "?", "revision": 1}, status=422, sitting_id=sitting.id,
                n=position,
            ),
        ]  # fmt: skip
    for response in responses:
        text = response.get_data(as_text=True)
        for leak in (exam_bank.SECRET, exam_bank.MISTAKE, "mistaken shelf", "rationale", "Box of"):
            assert leak not in text, f"{leak!r} in {response.request.path}"
        assert "unscored" not in text or response.request.path.startswith("/exams")


@pytest.mark.parametrize("endpoint", ["exams.question", "exams.review", "exams.result"])
def test_the_queries_of_a_page_do_not_grow_with_what_was_saved(
    sitting: Sitting, app: Flask, endpoint: str
) -> None:
    values: dict[str, Any] = {"sitting_id": sitting.id}
    if endpoint == "exams.question":
        values["n"] = 1
    counts = []
    for rounds in range(2):
        for position in range(1, 9):
            sitting.send(position, [], revision=rounds)
        if endpoint == "exams.result":
            close(sitting.session, sitting.id, NOW)
        sitting.pages.get(endpoint, **values)
        with count_queries(app) as counted:
            sitting.pages.get(endpoint, **values)
        counts.append(counted.n)
        if endpoint == "exams.result":
            break
    assert max(counts) == min(counts)
    assert max(counts) <= 11
