"""The score is that of the contract: points, costs, and what may never raise them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.charts.grading import Grading, grade
from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import Submission, read_submission, submission_json
from app.domain.charts.values import Chart
from app.domain.payment.case import CodedDiagnosis
from tests.domain.charts.small_book import BOOK, EXEMPT, FRACTURE, GROUPER, ULCER, ULCER_KEY, entry
from tests.domain.charts.strategies import diagnoses, submissions

RIGHT = key_submission(ULCER)


def graded(submission: Submission, chart: Chart = ULCER) -> Grading:
    return grade(chart, submission, BOOK, GROUPER)


@pytest.mark.parametrize("chart", [ULCER, FRACTURE])
def test_the_key_earns_everything_and_nothing_but_correct_is_said(chart: Chart) -> None:
    grading = graded(key_submission(chart), chart)
    assert grading.score.raw == grading.score.total == 100
    assert grading.score.earned == grading.score.possible
    assert {finding.kind for finding in grading.findings} == {"correct"}
    assert grading.score.principal
    assert grading.score.sequence


def test_possible_counts_principal_codes_and_indicators() -> None:
    assert graded(RIGHT).score.possible == 2 + 4 + 1 + 4 * 0.25
    assert graded(key_submission(FRACTURE), FRACTURE).score.possible == 3


def test_nothing_coded_earns_nothing() -> None:
    grading = graded(Submission())
    assert grading.score.raw == grading.score.earned == grading.score.charged == 0
    assert sum(finding.cost for finding in grading.findings) == pytest.approx(100)


@given(submissions)
def test_costs_add_up_to_what_is_missing_from_a_hundred(submission: Submission) -> None:
    grading = graded(submission)
    costs = [finding.cost for finding in grading.findings]
    assert sum(costs) == pytest.approx(100 - grading.score.raw, abs=1e-9)
    assert all(cost >= 0 for cost in costs)
    assert grading.score.total == max(0, grading.score.raw)


@given(submissions)
def test_every_finding_but_correct_has_rule_and_message(submission: Submission) -> None:
    for finding in graded(submission).findings:
        assert finding.kind == "correct" or (finding.rule and finding.message)


@given(submissions)
def test_grading_twice_gives_the_same(submission: Submission) -> None:
    assert graded(submission) == graded(submission)


@given(submissions)
def test_each_row_of_the_coding_is_judged_once(submission: Submission) -> None:
    verdicts = {
        "correct", "optional", "over_coded", "duplicate", "unspecific", "neighbor", "pcs_axis",
        "invalid", "not_billable", "seventh_missing",
    }  # fmt: skip
    judged = sorted(f.code for f in graded(submission).findings if f.kind in verdicts)
    assert judged == sorted(row.code for row in submission.diagnoses + submission.procedures)


@given(submissions, diagnoses)
def test_a_code_that_no_key_code_matches_never_raises_a_score(
    submission: Submission, extra: CodedDiagnosis
) -> None:
    categories = {e.code[:3] for e in ULCER_KEY.diagnoses + ULCER_KEY.optional_diagnoses}
    assume(extra.code[:3] not in categories)
    more = replace(submission, diagnoses=(*submission.diagnoses, extra))
    assert graded(more).score.raw <= graded(submission).score.raw - 100 * 0.5 / 8 + 1e-9


@given(st.data())
def test_dropping_a_code_of_the_key_lowers_the_score_by_its_worth(data: st.DataObject) -> None:
    dropped = data.draw(st.sets(st.integers(0, 4), min_size=1))
    kept = tuple(row for i, row in enumerate(RIGHT.diagnoses) if i not in dropped)
    worth = sum(1 + (0.25 if ULCER_KEY.diagnoses[i].poa else 0) for i in dropped)
    worth += 1 if 0 in dropped else 0
    score = graded(replace(RIGHT, diagnoses=kept)).score
    assert score.earned == score.possible - worth


@given(st.permutations(RIGHT.diagnoses[1:]))
def test_the_order_of_secondary_codes_is_free(secondary: list[CodedDiagnosis]) -> None:
    shuffled = replace(RIGHT, diagnoses=(RIGHT.diagnoses[0], *secondary))
    assert graded(shuffled).score.raw == 100


@given(submissions)
def test_case_and_dots_make_no_difference(submission: Submission) -> None:
    value = submission_json(submission)
    for row in value["diagnoses"]:  # type: ignore[attr-defined]
        row["code"] = row["code"].replace(".", "").lower()
    again, _ = read_submission(value)
    assert graded(again) == graded(submission)


@given(st.lists(diagnoses, max_size=5))
def test_points_are_those_of_the_best_pairing(rows: list[CodedDiagnosis]) -> None:
    submission = Submission(tuple(rows), RIGHT.procedures, "01")
    assert graded(submission).score.earned == 1 + best_earned(rows)


def best_earned(rows: list[CodedDiagnosis]) -> float:
    """Every pairing tried; of those with most exact codes the one that earns most."""
    optional = {"Z79.82"}
    taken = {next((i for i, row in enumerate(rows) if row.code in optional), -1)}
    places = [*range(5), *[-1] * len(rows)]
    outcomes = set()
    for order in set(permutations(places, len(rows))):
        pairs = [(i, e) for i, e in enumerate(order) if e >= 0 and i not in taken]
        values = [pair_value(i, rows[i], e) for i, e in pairs]
        if all(value is not None for value in values):
            exact = sum(rows[i].code == ULCER_KEY.diagnoses[e].code for i, e in pairs)
            outcomes.add((exact, sum(value or 0 for value in values)))
    return max(outcomes)[1]


def pair_value(position: int, row: CodedDiagnosis, number: int) -> float | None:
    key = ULCER_KEY.diagnoses[number]
    if row.code[:3] != key.code[:3]:
        return None
    value = 2.0 if position == number == 0 else 1.0
    if row.code != key.code:
        value /= 2
    right = row.poa in key.poa or (row.poa is None and row.code in EXEMPT)
    return value + (0.25 if key.poa and right else 0)


def test_a_repeated_code_is_charged_once_more() -> None:
    score = graded(replace(RIGHT, diagnoses=RIGHT.diagnoses * 2)).score
    assert (score.earned, score.charged) == (score.possible, 2.5)


def test_a_hundred_codes_are_graded() -> None:
    rows = tuple(CodedDiagnosis(f"Z{i // 10:02}.{i % 10}") for i in range(100))
    score = graded(replace(RIGHT, diagnoses=RIGHT.diagnoses + rows)).score
    assert score.raw < 0
    assert score.total == 0


def test_two_hundred_rows_of_one_category_are_graded_at_once() -> None:
    rows = (CodedDiagnosis("K26.4", "Y"), CodedDiagnosis("K26.99", "N")) * 100
    score = graded(replace(RIGHT, diagnoses=rows)).score
    assert (score.earned, score.charged) == (1 + 1 + 0.25, 199 / 2)


def test_optional_codes_count_nothing_either_way() -> None:
    more = replace(RIGHT, diagnoses=(*RIGHT.diagnoses, CodedDiagnosis("Z79.82")))
    grading = graded(more)
    assert grading.score.raw == 100
    assert grading.score.precision.value == grading.score.code_over_code.value == 1


def test_an_alternative_earns_all() -> None:
    key = replace(ULCER_KEY, diagnoses=(entry("K26.0", "Y", alternatives=("K92.2",)),))
    chart = replace(ULCER, key=replace(key, sequence=()))
    rows = (CodedDiagnosis("K92.2", "Y"),)
    assert graded(replace(RIGHT, diagnoses=rows), chart).score.raw == 100


def test_either_of_two_candidates_may_stand_first() -> None:
    key = replace(ULCER_KEY, principal_candidates=("K26.0", "D62"), sequence=())
    chart = replace(ULCER, key=key)
    k26, d62, *rest = RIGHT.diagnoses
    assert graded(replace(RIGHT, diagnoses=(d62, k26, *rest)), chart).score.raw == 100
    t39, *others = rest
    third = graded(replace(RIGHT, diagnoses=(t39, k26, d62, *others)), chart)
    assert third.score.earned == third.score.possible - 1


def test_measures_name_their_method_and_denominator() -> None:
    rows = (*RIGHT.diagnoses[:3], CodedDiagnosis("R42", "Y"), CodedDiagnosis("J18.9", "Y"))
    score = graded(replace(RIGHT, diagnoses=rows)).score
    assert (score.recall.numerator, score.recall.denominator) == (4, 6)
    assert (score.precision.numerator, score.precision.denominator) == (4, 6)
    assert score.code_over_code.value == pytest.approx(2 / 6)
    assert score.f1.value == pytest.approx(8 / 12)
    assert all(measure.method for measure in score.measures.values())


def test_code_over_code_may_fall_below_zero_and_is_shown_floored_too() -> None:
    rows = tuple(CodedDiagnosis(code) for code in ("R42", "J18.9", "I10"))
    measure = graded(Submission(rows)).score.code_over_code
    assert (measure.value, measure.floored) == (-0.5, 0)
