"""Reading items from bodies: facts, sets, and problems named with their field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.items.fields import Problem
from app.domain.items.item import (
    ITEM_TYPES,
    ItemFault,
    from_body,
    items_from_body,
    question_from_body,
    split_set,
)
from app.domain.items.values import Response
from tests.domain.items.samples import multiple, numeric, options, scenario, single


def test_facts_are_read() -> None:
    item = from_body(
        single(
            purpose="mock",
            status="live",
            source={"id": "cfr-45-164", "locator": "45 CFR 164.524(b)(2)", "checked": "2026-11-24"},
            angoff={"ratings": [{"rater": "w1", "value": 65}, {"rater": "w2", "value": 70}]},
            blind={"answer": "B", "agreed": True},
        )
    )
    assert item.facts.domain == "1"
    assert item.facts.angoff is not None
    assert item.facts.angoff.mean == 67.5
    assert item.facts.source is not None
    assert item.facts.source.checked == date(2026, 11, 24)
    assert item.facts.blind_agreed is True


def test_a_bare_item_is_an_unrated_practice_draft() -> None:
    facts = from_body(single()).facts
    assert (facts.purpose, facts.status, facts.angoff) == ("practice", "draft", None)
    assert facts.blind_agreed is None


def test_members_of_a_set_carry_its_ref_and_exhibit() -> None:
    items = items_from_body(scenario())
    assert [item.ref for item in items] == ["d2-request-1", "d2-request-2"]
    assert {(item.set_ref, item.exhibit) for item in items} == {
        ("d2-request", "A letter asks for the whole record.")
    }
    assert [item.position_in_set for item in items] == [0, 1]
    assert [from_body(part) for part in split_set(scenario())] == list(items)


def test_a_file_without_a_set_holds_one_item() -> None:
    assert items_from_body(single()) == (from_body(single()),)


def test_a_question_of_a_lesson_needs_no_facts() -> None:
    body = {key: single()[key] for key in ("type", "stem", "options")}
    assert question_from_body(body).stem == "Which note is late?"


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (single(type="essay"), "type", "multiple, numeric, single"),
        (single(stem=" "), "stem", "missing"),
        (single(stem=7), "stem", "quotes"),
        (single(ref="D1 Clock"), "ref", "lower-case"),
        (single(task="five"), "task", "1.5"),
        (single(level="hard"), "level", "one of"),
        (single(purpose="exam"), "purpose", "mock"),
        (single(options=options(True, True)), "options", "exactly one"),
        (single(options=options(True)), "options", "two to"),
        (single(options="A"), "options", "list"),
        (single(options=["A", "B"]), "options.0", "mapping"),
        (single(options=[*options(True), {"text": "x", "correct": "no"}]), "options.1.correct", ""),
        (single(options=[*options(True), {"text": "x"}]), "options.1.rationale", "missing"),
        (single(options=[*options(True), *options(False)]), "options.1.text", "same text"),
        (multiple(choose=3), "choose", "equal"),
        (multiple(options=options(True, True, True)), "options", "not all"),
        (numeric(answer="about five"), "answer", "decimal"),
        (numeric(answer=True), "answer", "decimal"),
        (numeric(answer="NaN"), "answer", "decimal"),
        (numeric(tolerance="-1"), "tolerance", "negative"),
        (numeric(wrong=[{"value": "5.61", "rationale": "r"}]), "wrong.0.value", "right"),
        (single(source="a book"), "source", "mapping"),
        (single(source={"locator": "p"}), "source.id", "missing"),
        (single(source={"id": "a", "checked": "soon"}), "source.checked", "date"),
        (single(angoff={"ratings": [{"rater": "w1", "value": 101}]}), "angoff.ratings.0.value", ""),
        (single(enemies="d1-other"), "enemies", "list"),
    ],
)
def test_a_fault_names_its_field(body: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(ItemFault) as caught:
        from_body(body)
    assert caught.value.field == field
    assert words in caught.value.sentence


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (scenario(exhibit=""), "exhibit"),
        (scenario(items=[]), "items"),
        (scenario(items=[single(), "two"]), "items.1"),
        (scenario(items=[single(), single()]), "items"),
        (scenario(items=[single(ref="a"), single(ref="b", stem="")]), "items.1.stem"),
    ],
)
def test_a_fault_in_a_set_names_the_member(body: dict[str, Any], field: str) -> None:
    with pytest.raises(ItemFault) as caught:
        items_from_body(body)
    assert caught.value.field == field


def test_all_problems_are_listed_at_once() -> None:
    with pytest.raises(ItemFault) as caught:
        from_body({"type": "single"})
    assert {p.field for p in caught.value.problems} == {"stem", "options", "task", "ref", "level"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from([single, multiple, numeric]),
    st.sampled_from([*numeric(), *multiple(), "source", "angoff", "blind"]),
    JSON,
)
def test_any_value_in_any_field_is_read_or_refused_with_a_field(
    make: Any, field: str, value: object
) -> None:
    problems: Sequence[Problem] = ()
    try:
        from_body(make() | {field: value})
    except ItemFault as fault:
        problems = fault.problems
    assert all(p.field and p.sentence.endswith(".") for p in problems)


def test_every_type_is_registered_under_its_own_name() -> None:
    assert all(kind.type == name and kind.label for name, kind in ITEM_TYPES.items())


@given(
    st.lists(st.integers(0, 9), min_size=1).map(lambda c: Response(chosen=tuple(c)))
    | st.lists(st.text(), min_size=1).map(lambda t: Response(texts=tuple(t)))
)
def test_a_response_reads_back_from_json(response: Response) -> None:
    assert Response.from_json(response.to_json()) == response


@pytest.mark.parametrize("text", ["[]", "{}", '[1,"a"]', "[true]", "null", "[1.5]", "x"])
def test_a_foreign_response_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Response.from_json(text)
