"""Questions of a set: open without key, checked once, and then final."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.practice import service
from app.models import (
    AnswerEventRow,
    AnswerRow,
    DocumentRow,
    ItemFactsRow,
    MarkRow,
    ReportRow,
    ReviewCardRow,
    SittingRow,
    UserRow,
)
from tests.features.practice.sets import (
    at,
    give,
    give_to_practice,
    of_type,
    start,
    texts_after,
    values,
)
from tests.pages import Pages, without_tokens
from tests.personas import NOW, School
from tests.queries import count_queries


def test_no_key_and_no_rationale_is_in_the_page_before_the_answer(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=50)
    for position in range(1, len(at(session, sitting, 1).cells) + 1):
        page = ana.get("practice.question", sitting_id=sitting, position=position).text
        for text in texts_after(at(session, sitting, position)):
            assert text not in page
        assert "Common slip" not in page
        assert "The answer is" not in page


def test_the_answer_shows_every_rationale_and_the_source(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, refs=of_type(session, "single"))
    give(ana, session, sitting, 1, right=False)
    found = at(session, sitting, 1)
    page = ana.get("practice.question", sitting_id=sitting, position=1).text
    assert all(text in page for text in texts_after(found))
    assert "You chose" in page
    assert "The answer is" in page
    assert found.item.facts.source
    assert found.item.facts.source.locator.split("(")[0] in page
    assert page.count("data-focus") == 1


def test_a_checked_answer_is_final_and_a_repeat_shows_the_same(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=3)
    give(ana, session, sitting, 1, right=False)
    first = at(session, sitting, 1)
    page = ana.get("practice.question", sitting_id=sitting, position=1)
    give(ana, session, sitting, 1, right=True)
    assert at(session, sitting, 1) == first
    again = ana.get("practice.question", sitting_id=sitting, position=1)
    assert without_tokens(again) == without_tokens(page)


def test_the_answer_by_htmx_brings_the_region_with_focus_on_its_heading(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    part = give(ana, session, sitting, 1, headers={"HX-Request": "true"}, status=200).text
    assert part.lstrip().startswith('<div class="split" id="practice">')
    assert "<h1" not in part
    assert 'tabindex="-1" data-focus' in part


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ([], "Choose an answer first."),
        (["9"], "Choose from the options shown."),
        (["0", "1"], "Choose one; you chose 2."),
        (["<script>"], "Choose from the options shown."),
    ],
)
def test_what_is_no_answer_comes_back_with_a_sentence(
    pages: Pages, session: Session, choice: list[str], sentence: str
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, refs=of_type(session, "single"))
    page = ana.post(
        "practice.answer", {"choice": choice}, status=422, sitting_id=sitting, position=1
    ).text
    assert sentence in page
    assert at(session, sitting, 1).response is None


def test_a_number_that_cannot_be_read_stays_in_its_field(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, refs=of_type(session, "numeric"))
    page = ana.post(
        "practice.answer", {"choice": "about five"}, status=422, sitting_id=sitting, position=1
    ).text
    assert 'value="about five"' in page


def test_a_number_is_checked_with_its_named_wrong_results(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, refs=of_type(session, "numeric"))
    give(ana, session, sitting, 1, right=False)
    page = ana.get("practice.question", sitting_id=sitting, position=1).text
    assert "You entered" in page
    assert all(text in page for text in texts_after(at(session, sitting, 1)))


def test_partial_credit_is_told_before_and_given_after(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    ref = session.scalar(select(ItemFactsRow.ref).where(ItemFactsRow.item_type == "multiple"))
    session.commit()
    assert ref
    document = session.scalar(
        select(DocumentRow.ref)
        .join(ItemFactsRow, ItemFactsRow.document_id == DocumentRow.id)
        .where(ItemFactsRow.ref == ref)
    )
    session.commit()
    give_to_practice(session, str(document))
    sitting = start(ana, refs=ref)
    before = ana.get("practice.question", sitting_id=sitting, position=1).text
    assert "Each right choice earns a share of the point" in before
    one_right = values(at(session, sitting, 1))[:1]
    ana.post("practice.answer", {"choice": one_right}, sitting_id=sitting, position=1)
    after = ana.get("practice.question", sitting_id=sitting, position=1).text
    assert "Partly right" in after
    assert 0 < at(session, sitting, 1).verdict.points < 1


def test_the_members_of_a_scenario_keep_their_exhibit_together(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    give_to_practice(session, "d1-knee-replacement-record", "d4-pneumonia-then-bleeding")
    sitting = start(ana, count=50)
    places = [at(session, sitting, n + 1) for n in range(len(at(session, sitting, 1).cells))]
    sets = [place for place in places if place.item.set_ref]
    assert sets
    for place in sets:
        page = ana.get("practice.question", sitting_id=sitting, position=place.position).text
        assert "item-exhibitbody" in page
    for ref in {place.item.set_ref for place in sets}:
        positions = [place.position for place in sets if place.item.set_ref == ref]
        assert positions == list(range(positions[0], positions[0] + len(positions)))


def test_a_miss_goes_to_review_in_the_same_commit_and_a_right_answer_does_not(
    pages: Pages, session: Session
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=3)
    give(ana, session, sitting, 1, right=False)
    give(ana, session, sitting, 2, right=True)
    missed = at(session, sitting, 1)
    cards = session.execute(select(ReviewCardRow.document_id, ReviewCardRow.aspect)).all()
    assert cards == [(missed.document_id, f"item:{missed.position_in_set}")]


def test_the_last_answer_finishes_the_set(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    give(ana, session, sitting, 1)
    assert session.get(SittingRow, sitting).state == "open"  # type: ignore[union-attr]
    session.rollback()
    give(ana, session, sitting, 2)
    session.expire_all()
    assert session.get(SittingRow, sitting).state == "closed"  # type: ignore[union-attr]


def test_with_feedback_at_the_end_nothing_is_told_before_it(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2, feedback="end")
    assert give(ana, session, sitting, 1, right=False).location == f"/practice/{sitting}/2"
    page = ana.get("practice.question", sitting_id=sitting, position=1).text
    assert not any(text in page for text in texts_after(at(session, sitting, 1)))
    give(ana, session, sitting, 1, right=True)
    assert give(ana, session, sitting, 2).location == f"/practice/{sitting}/summary"
    ana.post("practice.finish", sitting_id=sitting)
    place = at(session, sitting, 1)
    assert place.told
    assert place.verdict.state == "right"
    assert session.scalar(select(func.count()).select_from(AnswerEventRow)) == 3


def test_an_answer_after_the_end_is_refused_with_a_sentence(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    ana.post("practice.finish", sitting_id=sitting)
    page = give(ana, session, sitting, 1, status=409).text
    assert "This set is finished" in page


def test_a_question_retired_meanwhile_can_still_be_answered(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    with writing(session):
        session.execute(update(DocumentRow).values(state="retired"))
    give(ana, session, sitting, 1)
    assert at(session, sitting, 1).checked


def test_two_answers_at_once_leave_one(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, refs=of_type(session, "single"))
    found = at(session, sitting, 1)

    def press(value: str) -> bool:
        with Session(session.get_bind(), expire_on_commit=False) as own:
            return service.answer(own, found, [value], "", NOW, school.users["ana"])

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(press, ["0", "1", "2", "3"]))
    assert sum(outcomes) == 1
    assert session.scalar(select(func.count()).select_from(AnswerEventRow)) == 1


def test_a_star_is_put_and_taken_off_once(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    for on, expected in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        ana.post("practice.star", sitting_id=sitting, position=1, on=on)
        assert session.scalar(select(func.count()).select_from(MarkRow)) == expected
        session.commit()
    part = ana.post(
        "practice.star",
        sitting_id=sitting,
        position=1,
        on="1",
        headers={"HX-Request": "true"},
        status=200,
    ).text
    assert "Starred" in part


def test_a_report_is_kept_once_and_needs_words(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    ana.get("practice.report", sitting_id=sitting, position=1)
    ana.post("practice.report_submit", {"text": " "}, status=422, sitting_id=sitting, position=1)
    for _ in range(2):
        ana.post(
            "practice.report_submit", {"text": "Two are right."}, sitting_id=sitting, position=1
        )
    assert session.scalars(select(ReportRow.text)).all() == ["Two are right."]


def test_shares_are_told_from_thirty_first_answers_on(
    pages: Pages, session: Session, school: School
) -> None:
    ana = pages.as_("ana")
    ref = of_type(session, "single")
    sitting = start(ana, refs=ref)
    give(ana, session, sitting, 1)
    found = at(session, sitting, 1)
    shown = lambda: ana.get("practice.question", sitting_id=sitting, position=1).text  # noqa: E731
    assert "first answers" not in shown()
    _answered_by_others(session, found.version_id, 29)
    assert "100 % right of 30 first answers" in shown()


def _answered_by_others(session: Session, version_id: int, others: int) -> None:
    first = session.scalars(select(AnswerRow).where(AnswerRow.version_id == version_id)).one()
    with writing(session):
        for n in range(others):
            user = UserRow(name=f"Other {n}", email_normalized=f"o{n}@x.example", created_at=NOW)
            session.add(user)
            session.flush()
            sitting = SittingRow(
                kind="practice",
                spec={},
                user_id=user.id,
                number=1,
                state="closed",
                seed=1,
                started_at=NOW,
                item_count=1,
                created_at=NOW,
            )
            session.add(sitting)
            session.flush()
            session.add(
                AnswerRow(
                    sitting_id=sitting.id,
                    position=1,
                    version_id=version_id,
                    option_order=first.option_order,
                    response=first.response,
                    choice_mask=first.choice_mask,
                    points=1.0,
                    checked_at=NOW,
                )
            )


def test_a_place_that_the_set_does_not_have_is_not_found(pages: Pages) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=2)
    for position in (0, 3, 99999999):
        ana.get("practice.question", status=404, sitting_id=sitting, position=position)


@pytest.mark.parametrize("count", [2, 8])
def test_the_question_page_asks_as_often_in_a_long_set(
    app: Flask, pages: Pages, session: Session, count: int
) -> None:
    ana = pages.as_("ana")
    sitting = start(ana, count=count)
    ana.get("practice.question", sitting_id=sitting, position=1)
    with count_queries(app) as counted:
        ana.get("practice.question", sitting_id=sitting, position=1)
    assert counted.n == 6
    assert values(at(session, sitting, 1))
