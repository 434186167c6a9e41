"""Reviewing: a card, its answer, four grades with their dates, and what is left of the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.domain.recall.queue import NEW_A_DAY
from app.extensions import writing
from app.models import DocumentRow, ItemFactsRow, ReviewCardRow, ReviewLogRow
from tests.conftest import FakeClock
from tests.features.review.cards import DECK, add_card, add_deck, asked, grade
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


@pytest.fixture
def ana(pages: Pages) -> Pages:
    return pages.as_("ana")


def _deck_card(session: Session, school: School, side: str = "front") -> int:
    return add_card(session, school.users["ana"], "deck", DECK, f"card:dk-brady:{side}")


def _item_card(session: Session, school: School, item_type: str = "single") -> tuple[int, str]:
    row = session.execute(
        select(DocumentRow.ref, ItemFactsRow.version_id)
        .join(ItemFactsRow, ItemFactsRow.version_id == DocumentRow.current_version_id)
        .where(ItemFactsRow.item_type == item_type, DocumentRow.state == "live")
        .limit(1)
    ).one()
    session.commit()
    return add_card(session, school.users["ana"], "item", row.ref, "item:0"), row.ref


def test_without_cards_the_page_says_what_fills_it(ana: Pages) -> None:
    page = ana.get("review.index").text
    assert "No cards yet" in page
    assert "/review/decks" in page


def test_a_deck_card_is_asked_and_answered_in_both_directions(
    ana: Pages, session: Session, school: School
) -> None:
    front = _deck_card(session, school)
    page = ana.get("review.index").text
    assert "brady-" in page
    assert "slow" not in page
    page = ana.get("review.card", card_id=front).text
    assert "slow" in page
    assert "bradycardia" in page
    back = _deck_card(session, school, "back")
    page = ana.get("review.card", card_id=back).text
    assert page.index("slow") < page.index("brady-")


def test_each_grade_says_when_the_card_comes_back_and_keeps_to_it(
    ana: Pages, session: Session, school: School
) -> None:
    card = _deck_card(session, school)
    page = ana.get("review.card", card_id=card).text
    assert "in 1 min" in page
    for name in ("Again", "Hard", "Good", "Easy"):
        assert name in page
    grade(ana, card, 4)
    due = session.scalar(select(ReviewCardRow.due_at).where(ReviewCardRow.id == card))
    assert due
    assert f"{due.day} {due:%b %Y}" in page


def test_siblings_never_come_on_one_day(
    ana: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    front, back = _deck_card(session, school), _deck_card(session, school, "back")
    assert asked(ana) == front
    grade(ana, front, 4)
    assert asked(ana) is None
    clock.move(days=1)
    assert asked(ana) == back


def test_a_card_graded_again_comes_back_the_same_day(
    ana: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    card = _deck_card(session, school)
    grade(ana, card, 1)
    clock.move(minutes=2)
    assert asked(ana) == card


def test_a_repeated_grade_changes_nothing(ana: Pages, session: Session, school: School) -> None:
    card = _deck_card(session, school)
    for rating in (1, 3, 1):
        ana.post("review.grade", {"rating": rating, "save_id": "first press"}, card_id=card)
    assert session.scalars(select(ReviewLogRow.rating)).all() == [1]


def test_a_card_that_is_not_due_takes_no_grade(
    ana: Pages, session: Session, school: School
) -> None:
    card = _deck_card(session, school)
    grade(ana, card, 4)
    grade(ana, card, 1, "another tab")
    assert session.scalars(select(ReviewLogRow.rating)).all() == [4]
    assert "not due yet" in ana.get("review.card", card_id=card).text


@pytest.mark.parametrize(
    "data",
    [{}, {"rating": "5", "save_id": "x"}, {"rating": "2"}, {"rating": "2", "save_id": "x" * 41}],
)
def test_what_is_no_grade_is_refused(
    ana: Pages, session: Session, school: School, data: dict[str, str]
) -> None:
    card = _deck_card(session, school)
    ana.post("review.grade", data, status=400, card_id=card)
    assert session.scalar(select(func.count()).select_from(ReviewLogRow)) == 0


@pytest.mark.parametrize("item_type", ["single", "numeric", "multiple"])
def test_a_missed_question_is_asked_again_whole(
    ana: Pages, session: Session, school: School, item_type: str
) -> None:
    card, _ = _item_card(session, school, item_type)
    page = ana.get("review.index").text
    assert 'name="choice"' in page
    assert "The answer is" not in page
    assert "Common slip" not in page
    given = "12345678" if item_type == "numeric" else "0"
    page = ana.get("review.card", card_id=card, choice=given).text
    assert "The answer is" in page
    assert page.count("data-focus") == 1
    for bad in ("99", "<b>", ""):
        assert "You did not answer" in ana.get("review.card", card_id=card, choice=bad).text or (
            item_type == "numeric"
        )


def test_options_of_a_question_stand_in_the_same_order_on_both_faces(
    ana: Pages, session: Session, school: School
) -> None:
    card, _ = _item_card(session, school)
    front = ana.get("review.index").text
    back = ana.get("review.card", card_id=card).text
    texts = [part.split("</span>")[0] for part in front.split('class="option-text">')[1:]]
    places = [back.index(text) for text in texts]
    assert places == sorted(places)


def test_a_rule_card_tells_the_rule(ana: Pages, session: Session, school: School) -> None:
    ref = session.scalar(select(DocumentRow.ref).where(DocumentRow.kind == "chart").limit(1))
    session.commit()
    card = add_card(session, school.users["ana"], "chart", str(ref), "rule:I.A.13")
    assert "Rule I.A.13" in ana.get("review.index").text
    assert "etiology and manifestation" in ana.get("review.card", card_id=card).text


def test_withdrawn_content_is_not_asked_and_its_card_says_so(
    ana: Pages, session: Session, school: School
) -> None:
    card = _deck_card(session, school)
    with writing(session):
        session.execute(update(DocumentRow).where(DocumentRow.ref == DECK).values(state="retired"))
    assert asked(ana) is None
    assert "withdrawn" in ana.get("review.card", card_id=card).text


def test_a_card_gone_from_its_deck_can_be_left_out(
    ana: Pages, session: Session, school: School
) -> None:
    card = add_card(session, school.users["ana"], "deck", DECK, "card:dk-gone:front")
    assert "withdrawn" in ana.get("review.index").text
    ana.post("review.suspend", card_id=card)
    assert "withdrawn" not in ana.get("review.index").text


def test_a_card_left_out_comes_back_by_undo(ana: Pages, session: Session, school: School) -> None:
    card = _deck_card(session, school)
    ana.post("review.suspend", card_id=card)
    page = ana.get("review.index").text
    assert "Card left out" in page
    assert f"/review/{card}/suspend?on=0" in page
    ana.post("review.suspend", card_id=card, on=0)
    assert asked(ana) == card


def test_a_deck_gives_a_days_ration_of_new_cards(
    ana: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    add_deck(session, school.users["ana"])
    assert f"{NEW_A_DAY} cards left today" in ana.get("review.index").text
    clock.set(NOW + timedelta(days=4))
    assert f"{NEW_A_DAY} cards left today" in ana.get("review.index").text
    card = asked(ana)
    assert card
    grade(ana, card, 4)
    assert f"{NEW_A_DAY - 1} cards left today" in ana.get("review.index").text


def test_misses_come_on_top_of_the_ration(ana: Pages, session: Session, school: School) -> None:
    add_deck(session, school.users["ana"])
    _item_card(session, school)
    assert f"{NEW_A_DAY + 1} cards left today" in ana.get("review.index").text


def test_a_deck_is_added_once_and_left_out_and_brought_back(
    ana: Pages, session: Session, school: School
) -> None:
    for _ in range(2):
        ana.post("review.change_deck", {"group": f"deck:{DECK}", "act": "add"})
    cards = session.scalar(select(func.count()).select_from(ReviewCardRow))
    session.commit()
    assert cards == 400
    ana.post("review.change_deck", {"group": f"deck:{DECK}", "act": "suspend"})
    assert "Every card is left out" in ana.get("review.index").text
    assert "400 left out" in ana.get("review.decks").text
    ana.post("review.change_deck", {"group": f"deck:{DECK}", "act": "resume"})
    assert asked(ana)


def test_both_directions_of_a_new_deck_are_days_apart(session: Session, school: School) -> None:
    add_deck(session, school.users["ana"])
    rows = session.execute(select(ReviewCardRow.aspect, ReviewCardRow.due_at)).all()
    dues = {row.aspect: row.due_at for row in rows}
    for aspect, due in rows:
        if aspect.endswith(":front"):
            sibling = dues[aspect.removesuffix("front") + "back"]
            assert sibling - due >= timedelta(days=1)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"group": "deck:no-such", "act": "add"},
        {"group": "deck:", "act": "suspend"},
        {"group": "lesson", "act": "suspend"},
        {"group": f"deck:{DECK}", "act": "burn"},
    ],
)
def test_an_act_on_unknown_cards_is_not_found(ana: Pages, data: dict[str, str]) -> None:
    ana.post("review.change_deck", data, status=404)


@pytest.mark.parametrize("many", [False, True])
def test_the_pages_ask_as_often_with_many_cards(
    app: Flask, ana: Pages, session: Session, school: School, many: bool
) -> None:
    card = _deck_card(session, school)
    if many:
        add_deck(session, school.users["ana"])
        _item_card(session, school)
    for endpoint, values, queries in (
        ("review.index", {}, 6),
        ("review.card", {"card_id": card}, 5),
        ("review.decks", {}, 5),
    ):
        ana.get(endpoint, **values)
        with count_queries(app) as counted:
            ana.get(endpoint, **values)
        assert counted.n == queries, endpoint


def test_a_deck_says_over_its_cards_what_it_asks(
    ana: Pages, session: Session, school: School
) -> None:
    add_card(session, school.users["ana"], "deck", "poa", "card:dk-poa-insulin:front")
    page = ana.get("review.index").text
    assert "Which indicator?" in page
    assert "What does it mean?" not in page
