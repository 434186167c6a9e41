"""Records of outcome: who enters them, how they are corrected, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import AuditRow, MembershipRow, OutcomeRow
from tests.pages import Pages
from tests.personas import School

PASSED = {"fact": "exam_passed", "value": "yes", "on": "2026-10-02", "source": "Pass letter"}


def enter(pages: Pages, school: School, status: int = 302, **fields: Any) -> str:
    data = {**PASSED, "seen": "", **fields}
    return (
        pages.as_("carla")
        .post("careers.enter_outcome", data=data, user_id=school.users["ana"], status=status)
        .get_data(as_text=True)
    )


def test_an_outcome_is_shown_in_the_cohort_without_any_consent(
    pages: Pages, school: School
) -> None:
    enter(pages, school)
    page = pages.as_("carla").get("careers.index").get_data(as_text=True)
    assert "Passed the exam</b> 2 Oct 2026" in page
    assert "Pass letter" in page


def test_a_correction_is_a_new_row_that_supersedes_the_old(
    pages: Pages, session: Session, school: School
) -> None:
    enter(pages, school)
    first = session.scalars(select(OutcomeRow.id)).one()
    session.commit()
    enter(
        pages, school, value="no", source="Letter was for someone else", seen=f"exam_passed:{first}"
    )
    old, new = session.scalars(select(OutcomeRow).order_by(OutcomeRow.id)).all()
    assert (old.value, old.superseded_by) == (True, new.id)
    assert (new.value, new.superseded_by) == (False, None)
    page = pages.as_("carla").get("careers.learner", user_id=school.users["ana"])
    assert "Corrected later" in page.get_data(as_text=True)
    actions = session.scalars(select(AuditRow.action).where(AuditRow.action == "outcome_entered"))
    assert len(actions.all()) == 2


def test_two_officers_who_enter_the_same_fact_lose_nothing(
    pages: Pages, session: Session, school: School
) -> None:
    enter(pages, school)
    page = enter(pages, school, status=409, value="no", source="Heard so")
    assert "Someone entered this fact meanwhile" in page
    assert "Heard so" in page
    assert session.scalars(select(OutcomeRow.value)).all() == [True]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"source": ""}, "Say how this is known."),
        ({"value": ""}, "Say whether it is so."),
        ({"on": "2026-12-24"}, "Enter a date that is not in the future."),
        ({"on": "last week"}, "Enter a date such as 2026-11-24."),
        ({"fact": "readiness"}, "Not a valid choice"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_a_sentence(
    pages: Pages, session: Session, school: School, fields: dict[str, Any], says: str
) -> None:
    assert says in enter(pages, school, status=422, **fields)
    assert session.scalars(select(OutcomeRow)).all() == []


def test_an_officer_who_was_not_named_enters_nothing(
    pages: Pages, session: Session, school: School
) -> None:
    with writing(session):
        session.execute(
            update(MembershipRow)
            .where(MembershipRow.user_id == school.users["carla"])
            .values(records_outcomes=False)
        )
    page = pages.as_("carla").get("careers.learner", user_id=school.users["ana"])
    assert "Enter or correct" not in page.get_data(as_text=True)
    enter(pages, school, status=404)


def test_a_note_can_be_removed_and_brought_back(pages: Pages, school: School) -> None:
    ana, carla = school.users["ana"], pages.as_("carla")
    for _ in range(2):
        carla.post("careers.add_note", data={"body": "Call on Monday"}, user_id=ana)
    page = carla.get("careers.learner", user_id=ana).get_data(as_text=True)
    assert page.count("Call on Monday") == 1
    carla.post("careers.remove_note", user_id=ana, note_id=1)
    page = carla.get("careers.learner", user_id=ana).get_data(as_text=True)
    assert "Call on Monday" not in page
    assert "Note removed" in page
    carla.post("careers.restore_note", user_id=ana, note_id=1)
    assert "Call on Monday" in carla.get("careers.learner", user_id=ana).get_data(as_text=True)
