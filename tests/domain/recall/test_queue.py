"""The queue of a day: no two siblings, no more new cards than the ration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.recall.queue import AHEAD, Done, DueCard, queue

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@st.composite
def waiting_cards(draw: st.DrawFn) -> list[DueCard]:
    count = draw(st.integers(0, 30))
    cards = []
    for n in range(count):
        new = draw(st.booleans())
        cards.append(
            DueCard(
                id=n + 1,
                kin=f"kin {draw(st.integers(0, 12))}",
                due=NOW + timedelta(minutes=draw(st.integers(-3000, 60))),
                new=new,
                rationed=draw(st.booleans()),
                today=not new and draw(st.booleans()),
            )
        )
    return cards


@given(waiting_cards(), st.integers(0, 10), st.integers(0, 10), st.data())
def test_the_queue_keeps_siblings_apart_and_new_cards_to_the_ration(
    waiting: list[DueCard], met: int, ration: int, data: st.DataObject
) -> None:
    reviewed = [(card.id, card.kin) for card in waiting if card.today]
    reviewed += [(1000 + n, f"kin {data.draw(st.integers(0, 12))}") for n in range(met)]
    done = Done(tuple({kin: (card, kin) for card, kin in reviewed}.values()), met)
    left = queue(waiting, done, NOW, ration)
    assert len({card.kin for card in left}) == len(left)
    assert all(card.due <= NOW + AHEAD for card in left)
    assert sum(card.new and card.rationed for card in left) <= max(0, ration - met)
    by_kin = {kin: card for card, kin in done.cards}
    assert all(by_kin.get(card.kin, card.id) == card.id for card in left)


@given(waiting_cards())
def test_every_due_card_without_a_sibling_comes(waiting: list[DueCard]) -> None:
    left = {card.id for card in queue(waiting, Done(), NOW, len(waiting))}
    for card in waiting:
        alone = sum(other.kin == card.kin for other in waiting) == 1
        if alone and card.due <= NOW:
            assert card.id in left


def test_cards_of_today_come_before_others_and_new_ones_last() -> None:
    new = DueCard(1, "a", NOW - timedelta(days=9), new=True)
    older = DueCard(2, "b", NOW - timedelta(days=1))
    again = DueCard(3, "c", NOW, today=True)
    left = queue([new, older, again], Done(((3, "c"),)), NOW)
    assert [card.id for card in left] == [3, 2, 1]


def test_a_card_of_today_comes_early_only_when_nothing_else_is_left() -> None:
    soon = DueCard(1, "a", NOW + timedelta(minutes=9), today=True)
    due = DueCard(2, "b", NOW)
    done = Done(((1, "a"),))
    assert queue([soon, due], done, NOW) == (due,)
    assert queue([soon], done, NOW) == (soon,)
    assert queue([DueCard(1, "a", NOW + timedelta(hours=1), today=True)], done, NOW) == ()
