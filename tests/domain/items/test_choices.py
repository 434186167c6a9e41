"""Single best answer and multiple response: order, parsing, scoring, feedback."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.items.choices import ChoiceQuestion
from app.domain.items.item import question_from_body
from app.domain.items.values import Response, ResponseFault, Rule
from tests.domain.items.samples import choice_questions, multiple, single

SEEDS = st.integers() | st.text(max_size=20)


@st.composite
def answered(draw: st.DrawFn) -> tuple[ChoiceQuestion, Response | None]:
    question = draw(choice_questions())
    chosen = draw(st.sets(st.integers(0, len(question.options) - 1), max_size=question.choose))
    return question, question.parse([str(index) for index in chosen])


@given(choice_questions(), SEEDS)
def test_an_order_is_a_permutation_and_the_same_for_the_same_seed(
    question: ChoiceQuestion, seed: int | str
) -> None:
    order = question.order(seed)
    assert sorted(order) == [str(index) for index in range(len(question.options))]
    assert order == question.order(seed)
    if question.ordered:
        assert list(order) == sorted(order)


@given(choice_questions(), SEEDS)
def test_what_is_presented_holds_no_key_and_no_rationale(
    question: ChoiceQuestion, seed: int | str
) -> None:
    shown = question.present(question.order(seed))
    assert "why" not in repr(shown)
    assert "slip" not in repr(shown)
    assert "correct" not in repr(shown)
    assert [option.letter for option in shown.options] == list("ABCDEFGHIJ"[: len(shown.options)])


@given(choice_questions(), SEEDS)
def test_the_value_sent_means_the_same_option_in_every_order(
    question: ChoiceQuestion, seed: int | str
) -> None:
    for option in question.present(question.order(seed)).options:
        response = question.parse([option.value])
        assert response is not None
        assert question.options[response.chosen[0]].text == option.text


@given(answered(), st.sampled_from(Rule))
def test_points_stay_between_nothing_and_all_and_agree_with_the_state(
    case: tuple[ChoiceQuestion, Response | None], rule: Rule
) -> None:
    question, response = case
    verdict = question.score(response, rule)
    assert 0 <= verdict.points <= verdict.possible == 1
    assert (verdict.state == "right") == (verdict.points == 1)
    assert (verdict.state == "partly") == (0 < verdict.points < 1)
    assert (verdict.state == "unanswered") == (response is None)


@given(answered())
def test_the_mock_rule_is_never_kinder_than_the_practice_rule(
    case: tuple[ChoiceQuestion, Response | None],
) -> None:
    question, response = case
    mock = question.score(response, Rule.ALL_OR_NOTHING)
    practice = question.score(response, Rule.RIGHT_MINUS_WRONG)
    assert mock.points in {0, 1}
    assert mock.points <= practice.points


@given(answered(), SEEDS)
def test_every_option_is_explained_once_with_its_state(
    case: tuple[ChoiceQuestion, Response | None], seed: int | str
) -> None:
    question, response = case
    order = question.order(seed)
    explained = question.explain(response, order)
    assert "".join(str(option.index) for option in explained.options) == order
    assert all(option.rationale for option in explained.options)
    right = sum(option.state == "right" for option in explained.options)
    missed = sum(option.state == "missed" for option in explained.options)
    assert right + missed == question.choose
    assert bool(explained.yours) == (response is not None)


@given(answered())
def test_a_mask_has_one_bit_for_each_chosen_option(
    case: tuple[ChoiceQuestion, Response | None],
) -> None:
    question, response = case
    chosen = response.chosen if response else ()
    assert question.mask(response) == sum(2**index for index in chosen)


@pytest.mark.parametrize(
    ("chosen", "points", "state"),
    [
        (["0", "2"], 1.0, "right"),
        (["0"], 0.5, "partly"),
        (["0", "1"], 0.0, "wrong"),
        (["1", "3"], 0.0, "wrong"),
        (["1"], 0.0, "wrong"),
        ([], 0.0, "unanswered"),
    ],
)
def test_practice_counts_right_minus_wrong(chosen: list[str], points: float, state: str) -> None:
    question = question_from_body(multiple())
    verdict = question.score(question.parse(chosen), Rule.RIGHT_MINUS_WRONG)
    assert (verdict.points, verdict.state) == (points, state)


def test_a_wrong_choice_names_its_misconception() -> None:
    question = question_from_body(single())
    assert question.score(question.parse(["2"]), Rule.ALL_OR_NOTHING).misconceptions == ("slip-2",)


def test_feedback_names_letters_as_they_were_shown() -> None:
    question = question_from_body(multiple())
    explained = question.explain(question.parse(["2", "3"]), "32104")
    assert (explained.yours, explained.answer) == ("A and B", "B and D")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["0", "1"], "Choose one; you chose 2."),
        (["4"], "Choose from the options shown."),
        (["-1"], "Choose from the options shown."),
        (["A"], "Choose from the options shown."),
        (["0 "], "Choose from the options shown."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(values: list[str], message: str) -> None:
    with pytest.raises(ResponseFault, match=message):
        question_from_body(single()).parse(values)


def test_the_same_box_sent_twice_counts_once_and_an_empty_value_not_at_all() -> None:
    question = question_from_body(multiple())
    assert question.parse(["2", "2", ""]) == Response(chosen=(2,))
    assert question.parse([""]) is None


@pytest.mark.parametrize("order", ["", "0", "01234", "0012", "012x"])
def test_an_order_of_another_version_is_refused(order: str) -> None:
    with pytest.raises(ValueError, match=r"order|invalid"):
        question_from_body(single()).present(order)
