"""Forms: exact domain counts, whole sets, levels, relatives apart, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.exams.assembly import CannotAssembleError, Form, assemble
from app.domain.exams.pool import PoolItem, check_supply, pool_item
from app.domain.items.item import LEVELS, from_body, items_from_body
from tests.domain.exams.samples import FULL, SHORT, blueprint, pool, pools
from tests.domain.items.samples import scenario, single

SEEDS = st.integers(0, 2**31)


def sets(count: int) -> list[PoolItem]:
    """Scenario sets of three in domain 1."""
    return [
        PoolItem(f"s{s}-{n}", "1", "1.1", "recall", 60, set_ref=f"s{s}", position_in_set=n)
        for s in range(count)
        for n in range(3)
    ]


def try_assemble(items: list[PoolItem], counts: dict[str, int], seed: int) -> Form | None:
    try:
        return assemble(blueprint(counts, pretest=3), items, seed)
    except CannotAssembleError:
        return None


@settings(max_examples=60)
@given(pools(), SEEDS, st.integers(0, 8), st.integers(0, 8))
def test_a_form_fills_its_blueprint_exactly(
    items: list[PoolItem], seed: int, one: int, two: int
) -> None:
    counts = {"1": one + 1, "2": two, "3": 2}
    form = try_assemble(items, counts, seed)
    if form is None:
        return
    assert dict(form.by_domain) == {d: n for d, n in counts.items() if n}
    assert len(form.pretest) == 3
    assert len(set(form.refs)) == len(form.refs)
    assert all(place.item.scorable for place in form.places if place.scored)


@settings(max_examples=60)
@given(pools(), SEEDS)
def test_a_set_stays_whole_and_in_order(items: list[PoolItem], seed: int) -> None:
    form = try_assemble(items, {"1": 6, "2": 3, "3": 3}, seed)
    refs = form.refs if form else ()
    for place in form.places if form else ():
        if place.item.set_ref:
            members = [i.ref for i in items if i.set_ref == place.item.set_ref]
            start = refs.index(members[0])
            assert list(refs[start : start + len(members)]) == members


@settings(max_examples=40)
@given(pools(), SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_form_whatever_the_order_of_the_pool(
    items: list[PoolItem], seed: int, rng: Random
) -> None:
    shuffled = rng.sample(items, len(items))
    counts = {"1": 5, "2": 3, "3": 3}
    assert try_assemble(items, counts, seed) == try_assemble(shuffled, counts, seed)


@settings(max_examples=60)
@given(pools(), SEEDS)
def test_every_clash_is_reported(items: list[PoolItem], seed: int) -> None:
    form = try_assemble(items, {"1": 5, "2": 3, "3": 3}, seed)
    on_form = [place.item for place in form.places] if form else []
    met = {
        frozenset((one.ref, other.ref))
        for one in on_form
        for other in on_form
        if one.ref != other.ref and not (one.set_ref and one.set_ref == other.set_ref)
        if (one.family and one.family == other.family) or one.ref in other.enemies
    }
    assert {frozenset(pair) for pair in (form.clashes if form else ())} == met


def test_different_seeds_give_different_forms() -> None:
    items = pool(FULL)
    forms = {assemble(blueprint(SHORT), items, seed).refs for seed in range(5)}
    assert len(forms) == 5


def test_unscored_places_are_mixed_in() -> None:
    form = assemble(blueprint(FULL, pretest=20), pool({d: 2 * n for d, n in FULL.items()}), 1)
    places = [index for index, place in enumerate(form.places) if not place.scored]
    assert len(places) == 20
    assert places[0] < 75 < places[-1]


def test_items_on_trial_take_the_unscored_places_first() -> None:
    trial = [PoolItem(f"t{n}", "1", "1.1", "recall", None, trial=True) for n in range(4)]
    form = assemble(blueprint({"1": 5}, pretest=3), [*pool({"1": 20}), *trial], 1)
    assert set(form.pretest) < {item.ref for item in trial}


@settings(max_examples=25)
@given(SEEDS)
def test_levels_come_within_an_item_of_their_shares(seed: int) -> None:
    form = assemble(blueprint(SHORT), pool({d: 4 * n for d, n in SHORT.items()}, seed), seed)
    wanted = {"recall": 15.0, "application": 29.4, "analysis": 15.6}
    assert all(abs(form.by_level[level] - share) < 1 for level, share in wanted.items())


@settings(max_examples=25)
@given(SEEDS)
def test_levels_that_one_domain_lacks_come_from_another(seed: int) -> None:
    items = [PoolItem(f"a{n}", "1", "1.1", LEVELS[n % 3], 60) for n in range(15)]
    items += [PoolItem(f"b{n}", "2", "2.1", "application", 60) for n in range(5)]
    form = assemble(blueprint({"1": 5, "2": 5}), items, seed)
    assert form.by_level["application"] == 5
    assert {form.by_level["recall"], form.by_level["analysis"]} == {2, 3}


@settings(max_examples=25)
@given(SEEDS)
def test_relatives_stay_apart_where_the_pool_allows(seed: int) -> None:
    items = [
        PoolItem(f"d{d}-{n}-{twin}", d, f"{d}.1", "recall", 60, family=f"f{d}-{n}")
        for d in "12"
        for n in range(10)
        for twin in range(2)
    ]
    assert assemble(blueprint({"1": 10, "2": 8}), items, seed).clashes == ()


def test_relatives_meet_only_where_nothing_else_is_left() -> None:
    items = [PoolItem(f"i{n}", "1", "1.1", "recall", 60, family="f") for n in range(2)]
    assert len(assemble(blueprint({"1": 2}), items, 1).clashes) == 1


def test_enemies_stay_apart() -> None:
    items = pool({"1": 6})
    foe = PoolItem("foe", "1", "1.1", "recall", 60, enemies=tuple(i.ref for i in items[:3]))
    for seed in range(20):
        assert assemble(blueprint({"1": 3}), [*items, foe], seed).clashes == ()


def test_a_pool_of_just_enough_items_is_used_whole() -> None:
    items = [*pool(SHORT), *sets(3)]
    counts = {**SHORT, "1": SHORT["1"] + 9}
    form = assemble(blueprint(counts), items, 4)
    assert set(form.refs) == {item.ref for item in items}


def test_a_second_form_repeats_only_what_it_must() -> None:
    counts = {"1": 10, "2": 5}
    items = pool({"1": 25, "2": 7})
    plan = blueprint(counts)
    first = assemble(plan, items, 1)
    second = assemble(plan, items, 2, avoid=first.refs)
    assert len(set(first.refs) & set(second.refs)) == check_supply(plan, items).repeats == 3


def test_sets_of_earlier_forms_are_avoided_too() -> None:
    plan, items = blueprint({"1": 6}), sets(4)
    for seed in range(10):
        first = assemble(plan, items, seed)
        assert set(first.refs).isdisjoint(assemble(plan, items, seed, first.refs).refs)


def test_tasks_asked_for_are_met_where_the_pool_allows() -> None:
    domains = {"1": {"count": 10, "tasks": {"1.1": 4, "1.2": 6}}}
    form = assemble(blueprint({"1": 10}, domains=domains), pool({"1": 60}), 3)
    assert Counter(place.item.task for place in form.places) == {"1.1": 4, "1.2": 6}


def test_the_cut_is_the_sum_of_the_scored_ratings() -> None:
    form = assemble(blueprint(SHORT, pretest=5), pool(FULL), 8)
    ratings = [place.item.angoff or 0 for place in form.places if place.scored]
    assert form.cut == pytest.approx(sum(ratings) / 100)


def test_a_short_bank_is_told_domain_by_domain() -> None:
    plan = blueprint(SHORT, pretest=20)
    items = pool({**SHORT, "4": 10})
    supply = check_supply(plan, items)
    assert [problem.message for problem in supply.problems] == [
        "Domain 4 needs 13 items; the bank has 10.",
        "20 unscored places need items; 0 are left for them.",
    ]
    with pytest.raises(CannotAssembleError) as caught:
        assemble(plan, items, 1)
    assert caught.value.problems == supply.problems


def test_sets_that_cannot_fit_are_told() -> None:
    items = sets(3)
    with pytest.raises(CannotAssembleError, match="Domain 1 lacks 1 of its items"):
        assemble(blueprint({"1": 4}), items, 1)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"purpose": "mock", "status": "live"}, "rated"),
        ({"purpose": "practice", "status": "live"}, None),
        ({"purpose": "mock", "status": "draft"}, None),
        ({"purpose": "mock", "status": "retired"}, None),
        ({"purpose": "mock", "status": "in_review"}, None),
        ({"purpose": "mock", "status": "in_review", "blind": {"agreed": False}}, None),
        ({"purpose": "mock", "status": "in_review", "blind": {"agreed": True}}, "trial"),
    ],
)
def test_only_live_exam_items_and_reviewed_ones_on_trial_enter(
    fields: dict[str, object], kind: str | None
) -> None:
    angoff = {"ratings": [{"rater": "w1", "value": 65}]}
    item = pool_item(from_body(single(angoff=angoff, **fields)))
    assert (item and ("trial" if item.trial else "rated")) == kind
    assert item is None or item.scorable == (kind == "rated")


def test_members_of_a_set_enter_with_their_places() -> None:
    parts = [{**part, "purpose": "mock", "status": "live"} for part in scenario()["items"]]
    items = [pool_item(item) for item in items_from_body(scenario(items=parts))]
    assert [(i.set_ref, i.position_in_set) for i in items if i] == [
        ("d2-request", 0),
        ("d2-request", 1),
    ]
