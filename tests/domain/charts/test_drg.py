"""The group of the coding stands beside that of the key, with weight and money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.charts.drg import compare_drgs, drg_json, group_submission
from app.domain.charts.grading import grade
from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart
from app.domain.payment.case import CodedDiagnosis
from app.domain.payment.money import BaseRates
from tests.domain.charts.small_book import BOOK, FRACTURE, GROUPER, ULCER

RIGHT = key_submission(ULCER)
RATES = BaseRates("FY 2026", 675261, 52415, date(2025, 10, 1), date(2026, 9, 30), "ipps-2026")
WITHOUT_ANEMIA = replace(
    RIGHT, diagnoses=tuple(row for row in RIGHT.diagnoses if row.code != "D62")
)


def test_a_missed_cc_shows_its_price() -> None:
    comparison = compare_drgs(ULCER, WITHOUT_ANEMIA, GROUPER, RATES)
    assert comparison is not None
    assert (comparison.yours.drg, comparison.key.drg, comparison.same) == ("379", "378", False)
    assert comparison.weight_difference == Decimal("-0.3503")
    assert (comparison.your_payment, comparison.key_payment) == (425685, 662228)
    assert comparison.money_difference == -236543


def test_the_json_is_in_dollars() -> None:
    found = drg_json(compare_drgs(ULCER, WITHOUT_ANEMIA, GROUPER, RATES))
    assert (found["yours"], found["key"]) == ("379", "378")
    assert (found["base_rate"], found["money_difference"]) == (6752.61, -2365.43)
    assert found["weight_difference"] == -0.3503


def test_the_score_says_whether_the_groups_agree() -> None:
    assert grade(ULCER, RIGHT, BOOK, GROUPER, RATES).score.drg is True
    assert grade(ULCER, WITHOUT_ANEMIA, BOOK, GROUPER, RATES).score.drg is False


def test_an_invalid_code_leaves_no_group_and_says_which() -> None:
    rows = (*RIGHT.diagnoses, CodedDiagnosis("K26"))
    comparison = compare_drgs(ULCER, replace(RIGHT, diagnoses=rows), GROUPER, RATES)
    found = drg_json(comparison)
    assert (found["yours"], found["weight_difference"], found["money_difference"]) == (
        None,
        None,
        None,
    )
    assert found["edits"] == ["K26 is not valid"]


def test_without_codes_there_is_no_group() -> None:
    grouping = group_submission(ULCER, Submission(), GROUPER)
    assert grouping is not None
    assert grouping.drg is None


def test_a_forgotten_discharge_status_does_not_hide_the_group() -> None:
    grouping = group_submission(ULCER, replace(RIGHT, discharge_status=""), GROUPER)
    assert grouping is not None
    assert grouping.drg == "378"


def test_outpatients_have_no_group() -> None:
    assert compare_drgs(FRACTURE, key_submission(FRACTURE), GROUPER, RATES) is None
    assert set(drg_json(None).values()) == {None}


def test_rates_of_another_year_price_nothing() -> None:
    later = replace(RATES, start=date(2026, 10, 1), end=date(2027, 9, 30))
    found = drg_json(compare_drgs(ULCER, WITHOUT_ANEMIA, GROUPER, later))
    assert found["base_rate"] is found["money_difference"] is None
    assert found["weight_difference"] == -0.3503


@pytest.mark.parametrize("chart", [ULCER, FRACTURE])
def test_a_discharge_outside_every_edition_is_refused(chart: Chart) -> None:
    late = replace(chart, encounter=replace(chart.encounter, discharged=date(2031, 1, 2)))
    with pytest.raises(ValueError, match="edition"):
        grade(late, key_submission(late), BOOK, GROUPER)
