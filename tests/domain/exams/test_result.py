"""Results: only scored items count, by domain with intervals, misses by position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exams.blueprint import Scale
from app.domain.exams.packing import pack, unpack
from app.domain.exams.result import GivenAnswer, Result, Standard, grade
from app.domain.items.item import Item, from_body
from app.domain.items.values import MOCK_RULE, PRACTICE_RULE, Rule
from tests.domain.items.samples import multiple, numeric, single

ITEMS = [
    from_body(single(ref="a", task="1.5", level="recall")),
    from_body(multiple(ref="b", task="2.1")),
    from_body(numeric(ref="c", task="3.3", level="analysis")),
]
STANDARD = Standard(cut=2.0, scale=Scale(100, 300, 400))


def given_answer(item: Item, values: list[str], *, scored: bool = True) -> GivenAnswer:
    return GivenAnswer(7, item, item.question.parse(values), scored=scored)


@st.composite
def sittings(draw: st.DrawFn) -> list[GivenAnswer]:
    values = {"single": st.sampled_from("0123"), "multiple": st.sampled_from("01234")}
    answers = []
    for item in draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=30)):
        value = draw(values.get(item.question.type, st.sampled_from(["5.6", "6"])) | st.just(""))
        answers.append(given_answer(item, [value], scored=draw(st.booleans())))
    return answers


def test_a_sitting_is_graded() -> None:
    single_item, multiple_item, numeric_item = ITEMS
    result = grade(
        [
            given_answer(single_item, ["1"]),
            given_answer(multiple_item, ["0"]),
            given_answer(numeric_item, ["5.6 days"]),
            given_answer(single_item, ["0"], scored=False),
            given_answer(multiple_item, []),
        ],
        MOCK_RULE,
        Standard(cut=2.0, scale=Scale()),
    )
    assert (result.raw, result.maximum, result.scaled, result.passed) == (2, 4, 300, True)
    assert [(part.name, part.n, part.right) for part in result.domains] == [
        ("1", 1, 1),
        ("2", 2, 0),
        ("3", 1, 1),
    ]
    assert [part.name for part in result.levels] == ["analysis", "application", "recall"]
    assert result.misses == (2, 5)
    assert [mark.mask for mark in result.marks] == [2, 1, 0, 1, 0]
    assert [mark.answered for mark in result.marks] == [True, True, True, True, False]


def test_practice_gives_part_of_a_point_and_no_scaled_score() -> None:
    result = grade([given_answer(ITEMS[1], ["0"])], PRACTICE_RULE)
    assert (result.raw, result.cut, result.scaled, result.passed) == (0.5, None, None, None)
    assert (result.domains[0].right, result.domains[0].points, result.misses) == (0, 0.5, (1,))


def total(result: Result) -> tuple[float, float, tuple[object, ...]]:
    return result.raw, result.maximum, (result.domains, result.levels, result.scaled)


@given(sittings())
def test_unscored_items_never_count(answers: list[GivenAnswer]) -> None:
    standard = Standard(cut=0.5, scale=Scale())
    scored = [answer for answer in answers if answer.scored]
    everything = grade(answers, MOCK_RULE, standard)
    assert total(everything) == total(grade(scored, MOCK_RULE, standard))
    assert len(everything.marks) == len(answers)
    assert all(answers[position - 1].scored for position in everything.misses)


@given(sittings(), st.sampled_from(Rule))
def test_the_parts_make_the_whole(answers: list[GivenAnswer], rule: Rule) -> None:
    result = grade(answers, rule)
    for parts in (result.domains, result.levels):
        assert sum(part.points for part in parts) == pytest.approx(result.raw)
        assert sum(part.n for part in parts) == result.maximum
        assert all(
            part.interval.low <= part.points / part.n <= part.interval.high for part in parts
        )
    assert 0 <= result.raw <= result.maximum


@given(sittings())
def test_the_packed_marks_give_the_same_points(answers: list[GivenAnswer]) -> None:
    result = grade(answers, PRACTICE_RULE)
    marks = unpack(pack(result.marks))
    assert sum(mark.points for mark in marks if mark.scored) == pytest.approx(result.raw)
    assert sum(mark.scored for mark in marks) == result.maximum
