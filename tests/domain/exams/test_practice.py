"""The choice of items for practice: filters, count, sets together, the same for the same seed."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.exams.practice import PracticeItem, Wish, choose, matching
from app.domain.items.item import LEVELS


@st.composite
def pools(draw: st.DrawFn) -> list[PracticeItem]:
    rng = draw(st.randoms(use_true_random=False))
    items = []
    for number in range(draw(st.integers(0, 30))):
        size = rng.choice([1, 1, 1, 3])
        for place in range(size):
            seen = rng.random() < 0.5
            items.append(
                PracticeItem(
                    ref=f"i{number}-{place}",
                    domain=rng.choice("123"),
                    level=rng.choice(LEVELS),
                    set_ref=f"s{number}" if size > 1 else "",
                    position_in_set=place,
                    seen=seen,
                    missed=seen and rng.random() < 0.5,
                    starred=rng.random() < 0.3,
                )
            )
    return items


WISHES = st.builds(
    Wish,
    count=st.integers(1, 40),
    domains=st.frozensets(st.sampled_from("1234")),
    levels=st.frozensets(st.sampled_from(LEVELS)),
    histories=st.frozensets(st.sampled_from(["unseen", "missed", "starred"])),
)


@given(pools(), WISHES, st.integers())
def test_as_many_as_asked_for_or_all_that_match(
    pool: list[PracticeItem], wish: Wish, seed: int
) -> None:
    chosen = choose(pool, wish, seed)
    fitting = set(matching(pool, wish))
    assert len(chosen) == len(set(chosen)) == min(wish.count, len(fitting))
    assert set(chosen) <= fitting


@given(pools(), WISHES, st.integers(), st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_items(
    pool: list[PracticeItem], wish: Wish, seed: int, rng: Random
) -> None:
    assert choose(pool, wish, seed) == choose(rng.sample(pool, len(pool)), wish, seed)


@given(pools(), WISHES, st.integers())
def test_a_set_stays_together_and_in_order(pool: list[PracticeItem], wish: Wish, seed: int) -> None:
    chosen = choose(pool, wish, seed)
    for ref in {item.set_ref for item in chosen if item.set_ref}:
        places = [index for index, item in enumerate(chosen) if item.set_ref == ref]
        assert places == list(range(places[0], places[0] + len(places)))
        inside = [chosen[index].position_in_set for index in places]
        assert inside == sorted(inside)


@given(pools(), WISHES)
def test_every_filter_is_kept(pool: list[PracticeItem], wish: Wish) -> None:
    for item in matching(pool, wish):
        assert not wish.domains or item.domain in wish.domains
        assert not wish.levels or item.level in wish.levels
    everything = Wish(count=1)
    assert matching(pool, everything) == tuple(pool)


def item(ref: str, **history: bool) -> PracticeItem:
    return PracticeItem(ref, "1", "recall", **history)  # type: ignore[arg-type]


POOL = [item("new"), item("seen", seen=True), item("missed", seen=True, missed=True)]


def test_histories_are_joined_by_or() -> None:
    wish = Wish(10, histories=frozenset({"unseen", "missed"}))
    assert {one.ref for one in matching(POOL, wish)} == {"new", "missed"}


def test_unseen_items_come_first_when_there_is_a_choice() -> None:
    assert {choose(POOL, Wish(1), seed)[0].ref for seed in range(20)} == {"new"}
