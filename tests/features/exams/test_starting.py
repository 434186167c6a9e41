"""The catalogue, the start page, and starting once whatever the number of tabs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.exams import service
from app.features.exams.errors import RefusedError
from app.models import (
    AssignmentRow,
    DocumentRow,
    FormItemRow,
    FormRow,
    SittingRow,
)
from tests.features.exams.conftest import Sitting
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def give(session: Session, school: School, **changes: object) -> int:
    """An assignment of the tiny exam to Ana's class; returns its id."""
    document = session.scalar(select(DocumentRow.id).where(DocumentRow.ref == "tiny"))
    session.commit()
    values = {
        "class_id": school.classes["Spring"],
        "kind": "form",
        "document_id": document,
        "spec": {},
        "title": "Week nine",
        "attempts": 1,
        "opens_at": NOW - timedelta(days=1),
        "closes_at": NOW + timedelta(minutes=10),
        "created_by": school.users["ivan"],
        "created_at": NOW,
        **changes,
    }
    with writing(session):
        return session.scalars(
            insert(AssignmentRow).values(values).returning(AssignmentRow.id)
        ).one()


@pytest.mark.usefixtures("bank")
def test_the_catalogue_says_what_the_bank_can_fill_and_what_is_missing(ana: Pages) -> None:
    page = ana.get("exams.index").text
    assert "Tiny form" in page
    assert "6 scored, 2 unscored" in page
    assert "Domain 1 needs 40 items; the bank has 3." in page


@pytest.mark.usefixtures("bank")
def test_the_catalogue_says_that_it_is_practice_and_repeats(ana: Pages) -> None:
    page = ana.get("exams.index").text
    assert "no secure examination" in page
    assert "A second attempt repeats questions" in page
    assert "A second form repeats at least 6 of the 6 scored questions" in page


@pytest.mark.usefixtures("bank")
def test_starting_leads_to_the_first_question(ana: Pages) -> None:
    answer = ana.post("exams.start", slug="tiny")
    assert answer.location.endswith("/1")
    ana.get(answer.location)


@pytest.mark.usefixtures("bank")
def test_an_exam_that_the_bank_cannot_fill_is_refused_with_what_is_missing(ana: Pages) -> None:
    page = ana.post("exams.start", slug="huge", status=409).text
    assert "Domain 2 needs 40 items; the bank has 3." in page


@pytest.mark.usefixtures("bank")
def test_an_exam_that_is_no_longer_offered_says_so(ana: Pages, session: Session) -> None:
    with writing(session):
        session.execute(
            update(DocumentRow).where(DocumentRow.ref == "tiny").values(state="retired")
        )
    assert "no longer offered" in ana.get("exams.exam", slug="tiny", status=404).text
    assert "no longer offered" in ana.post("exams.start", slug="tiny", status=404).text


def test_starting_again_goes_on_where_she_was(sitting: Sitting) -> None:
    sitting.send(5, ["1"])
    answer = sitting.pages.post("exams.start", slug="tiny")
    assert answer.location == f"/sittings/{sitting.id}/5"


@pytest.mark.usefixtures("bank")
def test_a_second_insert_of_an_open_sitting_finds_the_first(
    session: Session, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both tabs looked before either wrote: the unique index decides, one sitting stands."""
    ana = school.users["ana"]
    first = service.start(session, "tiny", ana, 1, NOW)
    looks = iter([None, service.open_sitting(session, "tiny", ana, NOW)])
    monkeypatch.setattr(service, "open_sitting", lambda *_: next(looks))
    assert service.start(session, "tiny", ana, 2, NOW) == first
    assert session.scalar(select(func.count(SittingRow.id))) == 1


def test_the_form_is_frozen_and_shared(sitting: Sitting, session: Session, school: School) -> None:
    other = service.start(session, "tiny", school.users["ben"], 8, NOW)
    forms = session.scalars(
        select(SittingRow.form_id).where(SittingRow.id.in_((sitting.id, other)))
    ).all()
    assert len(set(forms)) == 1
    items = session.execute(select(FormItemRow.scored)).scalars().all()
    assert sorted(items) == [False] * 2 + [True] * 6


def test_the_second_attempt_gets_the_next_form(sitting: Sitting, session: Session) -> None:
    sitting.pages.post("exams.submit", sitting_id=sitting.id)
    sitting.pages.post("exams.start", slug="tiny")
    rows = session.execute(
        select(SittingRow.number, FormRow.number)
        .join(FormRow, FormRow.id == SittingRow.form_id)
        .order_by(SittingRow.number)
    ).all()
    assert [tuple(row) for row in rows] == [(1, 1), (2, 2)]


def test_a_form_with_an_item_retired_since_is_not_given_out_again(
    sitting: Sitting, session: Session, school: School
) -> None:
    with writing(session):
        session.execute(
            update(DocumentRow).where(DocumentRow.ref == "t-trial-1").values(state="retired")
        )
    with pytest.raises(RefusedError, match="unscored places"):
        service.start(session, "tiny", school.users["ben"], 8, NOW)


def test_options_stand_in_another_order_for_another_learner_and_the_same_for_her(
    sitting: Sitting, session: Session
) -> None:
    first = sitting.pages.get("exams.question", sitting_id=sitting.id, n=1).text
    again = sitting.pages.get("exams.question", sitting_id=sitting.id, n=1).text
    names = [line for line in first.splitlines() if "option-text" in line]
    assert names == [line for line in again.splitlines() if "option-text" in line]


class TestAssignments:
    def test_an_exam_for_an_assignment_ends_with_its_window(
        self, bank: None, session: Session, school: School, ana: Pages
    ) -> None:
        assignment = give(session, school)
        page = ana.get("exams.exam", slug="tiny", assignment=assignment).text
        assert "Week nine" in page
        ana.post("exams.start", {"assignment": assignment}, slug="tiny")
        row = session.execute(select(SittingRow.assignment_id, SittingRow.deadline_at)).one()
        assert tuple(row) == (assignment, NOW + timedelta(minutes=10))

    def test_another_class_finds_no_such_assignment(
        self, bank: None, session: Session, school: School, pages: Pages
    ) -> None:
        assignment = give(session, school)
        stella = pages.as_("stella")
        stella.post("exams.start", {"assignment": assignment}, status=404, slug="tiny")
        stella.get("exams.exam", status=404, slug="tiny", assignment=assignment)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"opens_at": NOW + timedelta(hours=1)}, "not open yet"),
            ({"closes_at": NOW}, "is closed"),
            ({"kind": "module"}, "does not ask for this exam"),
        ],
    )
    def test_a_shut_assignment_is_refused_with_the_reason(
        self,
        changes: dict[str, object],
        sentence: str,
        bank: None,
        session: Session,
        school: School,
        ana: Pages,
    ) -> None:
        assignment = give(session, school, **changes)
        page = ana.post("exams.start", {"assignment": assignment}, status=409, slug="tiny").text
        assert sentence in page

    def test_used_attempts_are_refused(
        self, bank: None, session: Session, school: School, ana: Pages
    ) -> None:
        data = {"assignment": give(session, school)}
        ana.post("exams.start", data, slug="tiny")
        sitting_id = session.scalar(select(SittingRow.id))
        ana.post("exams.submit", sitting_id=sitting_id)
        page = ana.post("exams.start", data, status=409, slug="tiny").text
        assert "used every attempt" in page

    def test_an_attempt_outside_the_assignment_is_finished_first(
        self, sitting: Sitting, session: Session, school: School
    ) -> None:
        data = {"assignment": give(session, school)}
        page = sitting.pages.post("exams.start", data, status=409, slug="tiny").text
        assert "Finish that attempt first" in page


@pytest.mark.usefixtures("bank")
def test_the_try_out_question_answers_without_script(ana: Pages) -> None:
    assert "You chose B." in ana.get("exams.exam", slug="tiny", choice="B").text


def test_the_catalogue_asks_the_same_for_one_attempt_and_for_three(
    sitting: Sitting, app: Flask
) -> None:
    sitting.pages.get("exams.index")  # fills the cache of versions
    with count_queries(app) as one:
        sitting.pages.get("exams.index")
    for _ in range(2):
        sitting.pages.post("exams.submit", sitting_id=sitting.id)
        place = sitting.pages.post("exams.start", slug="tiny").location
        sitting.id = int(place.split("/")[2])
    with count_queries(app) as three:
        sitting.pages.get("exams.index")
    assert three.n == one.n
