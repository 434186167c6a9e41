"""Saving an answer: by arrival, by revision, once, and with or without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models import AnswerEventRow
from app.web.limits import saves
from tests import exam_bank
from tests.conftest import FakeClock
from tests.features.exams.conftest import JSON, Sitting
from tests.personas import NOW
from tests.queries import count_queries


def events(sitting: Sitting) -> int:
    sitting.session.commit()
    found = sitting.session.scalar(
        select(func.count()).where(AnswerEventRow.sitting_id == sitting.id)
    )
    return found or 0


def single(sitting: Sitting) -> int:
    """The place of a question with one best answer."""
    return kind(sitting, 'type="radio"')


def kind(sitting: Sitting, mark: str) -> int:
    for position in range(1, 9):
        page = sitting.pages.get("exams.question", sitting_id=sitting.id, n=position).text
        if mark in page:
            return position
    raise AssertionError(mark)


def test_a_save_is_told_by_the_servers_clock(sitting: Sitting) -> None:
    body = sitting.send(single(sitting), ["2"]).get_json()
    assert body["state"] == "accepted"
    assert body["revision"] == 1
    assert body["saved_at"] == "10:00:00"  # New York, where the school is
    assert body["deadline"] == (NOW + timedelta(minutes=30)).isoformat()


def test_an_answer_flag_and_struck_options_are_there_again_after_loading(sitting: Sitting) -> None:
    place = single(sitting)
    sitting.send(place, ["2"], flagged="1", struck="9")
    page = sitting.pages.get("exams.question", sitting_id=sitting.id, n=place).text
    assert page.count("checked") == 1
    assert page.count("<s>") == 2
    assert "Flagged" in page
    assert "1 answered, 1 flagged" in page


def test_a_repeat_changes_nothing_and_is_told_the_same(sitting: Sitting) -> None:
    place = single(sitting)
    sitting.send(place, ["2"], save_id="one")
    sitting.send(place, ["3"], revision=1, save_id="two")
    body = sitting.send(place, ["2"], save_id="one").get_json()
    assert body["state"] == "repeat"
    assert body["revision"] == 1
    assert sitting.row(place).response == "[3]"
    assert events(sitting) == 2


def test_a_save_on_an_older_revision_is_refused_with_the_stored_answer(sitting: Sitting) -> None:
    place = single(sitting)
    sitting.send(place, ["2"], save_id="one")
    body = sitting.send(place, ["3"], save_id="two", status=409).get_json()
    assert body["state"] == "stale"
    assert body["stored"] == [2]
    assert sitting.row(place).response == "[2]"


def test_a_save_id_of_another_question_is_refused(sitting: Sitting) -> None:
    sitting.send(1, [], save_id="one")
    body = sitting.send(2, [], save_id="one", status=422).get_json()
    assert "another question" in body["message"]


@pytest.mark.parametrize(("late", "status"), [(-1, 200), (0, 200), (1, 410), (3600, 410)])
def test_the_deadline_is_judged_by_arrival(
    sitting: Sitting, clock: FakeClock, late: int, status: int
) -> None:
    place = single(sitting)
    clock.set(NOW + timedelta(minutes=30, seconds=late))
    body = sitting.send(place, ["2"], status=status).get_json()
    assert body["state"] == ("accepted" if status == 200 else "closed")


def test_a_clock_that_steps_back_loses_no_save(sitting: Sitting, clock: FakeClock) -> None:
    place = single(sitting)
    sitting.send(place, ["2"])
    clock.move(hours=-2)
    assert sitting.send(place, ["3"], revision=1).get_json()["revision"] == 2
    assert sitting.row(place).response == "[3]"


def test_the_learners_clock_is_never_asked(sitting: Sitting, clock: FakeClock) -> None:
    """Nothing that a client sends moves the time: headers and fields are not read for it."""
    clock.move(minutes=31)
    answer = sitting.pages.post(
        "exams.save",
        {"choice": "2", "now": NOW.isoformat(), "received_at": NOW.isoformat()},
        status=410,
        headers={**JSON, "Date": "Tue, 24 Nov 2026 15:00:00 GMT"},
        sitting_id=sitting.id,
        n=1,
    )
    assert answer.get_json()["state"] == "closed"


def test_too_many_choices_are_refused_with_a_sentence(sitting: Sitting) -> None:
    place = kind(sitting, 'type="checkbox"')
    body = sitting.send(place, ["0", "1", "2"], status=422).get_json()
    assert body["message"] == "Choose two; you chose 3."


def test_a_number_is_read_as_people_type_it(sitting: Sitting) -> None:
    place = kind(sitting, 'inputmode="decimal"')
    sitting.send(place, [" 5.6 days "])
    assert sitting.row(place).response == '["5.6"]'
    sitting.send(place, ["3416/610"], revision=1, status=422)


@pytest.mark.parametrize(
    "data",
    [
        {"revision": "-1"},
        {"revision": "x"},
        {"revision": "9" * 40},
        {"save_id": "a b"},
        {"save_id": "x" * 41},
        {"struck": "1.5"},
        {"strike": "99"},
        {"choice": ["0"] * 21},
        {"choice": "17"},
        {"choice": "<script>"},
    ],
)
def test_a_form_that_no_page_sends_is_refused(sitting: Sitting, data: dict[str, object]) -> None:
    answer = sitting.pages.post(
        "exams.save", data, status=422, headers=JSON, sitting_id=sitting.id, n=single(sitting)
    )
    assert answer.get_json()["state"] == "refused"
    assert events(sitting) == 0


def test_seconds_on_a_question_add_up_and_a_resend_adds_none(sitting: Sitting) -> None:
    place = single(sitting)
    sitting.send(place, ["2"], save_id="one", seconds=40)
    sitting.send(place, ["2"], save_id="one", seconds=40)
    sitting.send(place, ["3"], revision=1, save_id="two", seconds=99_999)
    assert sitting.row(place).seconds == 40 + 3600


def test_a_place_that_does_not_exist_is_not_found(sitting: Sitting) -> None:
    sitting.send(99, ["0"], status=404)
    sitting.pages.get("exams.question", sitting_id=sitting.id, n=99, status=404)


def test_too_many_saves_at_once_are_slowed_down(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saves, "take", lambda _key: False)
    assert sitting.send(1, [], status=429).get_json()["state"] == "slow"
    sitting.pages.post("exams.save", {}, status=429, sitting_id=sitting.id, n=1)


class TestWithoutScript:
    def post(self, sitting: Sitting, n: int, status: int = 302, **data: object) -> str:
        answer = sitting.pages.post("exams.save", data, status=status, sitting_id=sitting.id, n=n)
        return answer.location or answer.text

    def test_next_previous_and_review_save_and_go(self, sitting: Sitting) -> None:
        place = single(sitting)
        where = self.post(sitting, place, choice="2", go="next")
        assert where == f"/sittings/{sitting.id}/{place + 1}"
        assert sitting.row(place).response == "[2]"
        assert self.post(sitting, 2, go="previous") == f"/sittings/{sitting.id}/1"
        assert self.post(sitting, 8, go="next").endswith("/review")
        assert self.post(sitting, 1, revision=1, go="review").endswith("/review")

    def test_a_strike_keeps_the_choice_and_a_second_one_restores(self, sitting: Sitting) -> None:
        place = single(sitting)
        self.post(sitting, place, choice="2", strike="1", struck="0")
        assert sitting.row(place).struck_mask == 2
        self.post(sitting, place, choice="2", strike="1", struck="2", revision=1)
        row = sitting.row(place)
        assert (row.struck_mask, row.response) == (0, "[2]")

    def test_flag_and_clear_are_buttons_of_the_form(self, sitting: Sitting) -> None:
        place = single(sitting)
        self.post(sitting, place, choice="2", flag="1", flagged="0")
        assert sitting.row(place).flagged
        self.post(sitting, place, choice="2", clear="1", flagged="1", revision=1)
        row = sitting.row(place)
        assert (row.flagged, row.response) == (True, None)

    def test_another_tabs_answer_is_shown_and_may_be_replaced(self, sitting: Sitting) -> None:
        place = single(sitting)
        self.post(sitting, place, choice="2")
        page = self.post(sitting, place, status=409, choice="3", revision=0)
        assert "answered in another tab" in page
        assert 'name="revision" value="1"' in page
        self.post(sitting, place, choice="3", revision=1)
        assert sitting.row(place).response == "[3]"

    def test_what_was_typed_stays_in_the_form_when_it_is_refused(self, sitting: Sitting) -> None:
        place = kind(sitting, 'inputmode="decimal"')
        page = self.post(sitting, place, status=422, choice="about six")
        assert 'value="about six"' in page
        assert "<title>Error:" in page
        assert "Enter a number in digits" in page

    def test_a_save_after_the_deadline_leads_to_the_result(
        self, sitting: Sitting, clock: FakeClock
    ) -> None:
        clock.move(minutes=31)
        assert self.post(sitting, 1, choice="2").endswith("/result")

    def test_a_filter_is_kept_from_question_to_question(self, sitting: Sitting) -> None:
        answer = sitting.pages.post(f"/sittings/{sitting.id}/1?show=flagged", {"go": "next"})
        assert answer.location == f"/sittings/{sitting.id}/2?show=flagged"
        page = sitting.pages.get(answer.location).text
        assert page.count("navigator-item") == 1


def test_a_scenario_is_open_at_its_first_question_only(sitting: Sitting) -> None:
    first = kind(sitting, exam_bank.EXHIBIT)
    pages = [
        sitting.pages.get("exams.question", sitting_id=sitting.id, n=first + step).text
        for step in range(3)
    ]
    assert [f"Scenario for {first} to {first + 2}" in page for page in pages] == [True] * 3
    assert ['class="item-exhibit" open' in page for page in pages] == [True, False, False]


def test_a_save_is_two_selects_and_two_writes(sitting: Sitting, app: Flask) -> None:
    place = single(sitting)
    sitting.send(place, ["1"])
    with count_queries(app) as counted:
        sitting.send(place, ["2"], revision=1)
    verbs = [statement.split()[0] for statement in counted.statements]
    assert verbs == ["SELECT", "SELECT", "UPDATE", "INSERT"]


def test_a_repeat_and_a_stale_save_write_nothing(sitting: Sitting, app: Flask) -> None:
    place = single(sitting)
    sitting.send(place, ["1"], save_id="one")
    with count_queries(app) as counted:
        sitting.send(place, ["1"], save_id="one")
        sitting.send(place, ["2"], save_id="two", status=409)
    assert {statement.split()[0] for statement in counted.statements} == {"SELECT"}
