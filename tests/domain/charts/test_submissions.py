"""Codings come in as people type them and go out in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.charts.submissions import Submission, read_submission, submission_json
from app.domain.payment.case import CodedDiagnosis
from tests.domain.charts.strategies import submissions


@given(submissions)
def test_what_is_written_is_read_again(submission: Submission) -> None:
    assert read_submission(submission_json(submission)) == (submission, ())


@pytest.mark.parametrize("typed", ["k26.0", " K260 ", "k26 .0", "K26.0"])
def test_a_code_may_lack_dot_and_capitals(typed: str) -> None:
    submission, problems = read_submission({"diagnoses": [{"code": typed, "poa": " y "}]})
    assert submission.diagnoses == (CodedDiagnosis("K26.0", "Y"),)
    assert problems == ()


def test_a_text_that_is_no_code_is_kept_for_the_grader() -> None:
    submission, problems = read_submission({"diagnoses": [{"code": "ulcer,  acute"}]})
    assert submission.diagnoses[0].code == "ULCER, ACUTE"
    assert problems == ()


def test_blank_rows_are_dropped() -> None:
    submission, problems = read_submission({"diagnoses": [{"code": " "}, {"code": None}, {}]})
    assert submission == Submission()
    assert problems == ()


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ([], "submission"),
        ({"diagnoses": "K26.0"}, "diagnoses"),
        ({"diagnoses": ["K26.0"]}, "diagnoses[1]"),
        ({"diagnoses": [{"code": "I10"}, {"code": 5}]}, "diagnoses[2].code"),
        ({"diagnoses": [{"code": "I10", "poa": "Q"}]}, "diagnoses[1].poa"),
        ({"diagnoses": [{"code": "I10", "poa": ["Y"]}]}, "diagnoses[1].poa"),
        ({"diagnoses": [{"code": "X" * 9000}]}, "diagnoses[1].code"),
        ({"procedures": [{"code": "0W3P8ZZ", "date": "June"}]}, "procedures[1].date"),
        ({"procedures": [{"code": "0W3P8ZZ", "date": 20260622}]}, "procedures[1].date"),
        ({"procedures": [{"code": "0W3P8ZZ"}] * 201}, "procedures"),
        ({"discharge_status": 1}, "discharge_status"),
    ],
)
def test_each_fault_names_its_row(value: object, where: str) -> None:
    _, problems = read_submission(value)
    assert [problem.where for problem in problems] == [where]


def test_the_rest_of_a_faulty_row_is_kept() -> None:
    submission, _ = read_submission({"diagnoses": [{"code": "I10", "poa": "Q"}]})
    assert submission.diagnoses == (CodedDiagnosis("I10"),)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["diagnoses", "procedures", "code", "poa", "date", "discharge_status"]),
            inner,
            max_size=4,
        )
    ),
)


@given(json_values)
def test_any_json_is_read_or_refused_by_row(value: object) -> None:
    submission, problems = read_submission(value)
    assert all(problem.where and problem.message for problem in problems)
    assert read_submission(submission_json(submission)) == (submission, ())
