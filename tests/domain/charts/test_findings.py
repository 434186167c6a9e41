"""Each kind of fault is found, named with its rule, and priced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.charts.findings import Finding
from app.domain.charts.grading import grade
from app.domain.charts.guidelines import (
    AXIS_RULES,
    cite,
    heading,
    rule_against_first,
    rule_of_missed,
)
from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart, Key
from app.domain.payment.case import CodedDiagnosis, CodedProcedure, Poa
from tests.domain.charts.small_book import BOOK, CM_TITLES, FRACTURE, GROUPER, ULCER, entry

RIGHT = key_submission(ULCER)
POINT = 100 / 8


def faults(submission: Submission, chart: Chart = ULCER) -> list[Finding]:
    grading = grade(chart, submission, BOOK, GROUPER)
    return [finding for finding in grading.findings if finding.kind != "correct"]


def only(submission: Submission, chart: Chart = ULCER) -> Finding:
    (finding,) = faults(submission, chart)
    return finding


def with_rows(*rows: CodedDiagnosis) -> Submission:
    return replace(RIGHT, diagnoses=rows)


def instead(old: str, new: str, chart: Chart = ULCER) -> Submission:
    right = key_submission(chart)
    rows = (replace(row, code=new) if row.code == old else row for row in right.diagnoses)
    return replace(right, diagnoses=tuple(rows))


def also(code: str) -> Submission:
    return replace(RIGHT, diagnoses=(*RIGHT.diagnoses, CodedDiagnosis(code, "Y")))


def secondary_chart(*codes: str) -> Chart:
    entries = tuple(entry(code, "Y") for code in codes)
    return replace(ULCER, key=Key(entries, discharge_status="01"))


def test_a_missed_code_says_where_the_record_points() -> None:
    finding = only(with_rows(*(row for row in RIGHT.diagnoses if row.code != "D62")))
    assert (finding.kind, finding.code, finding.rule) == ("missed", "D62", "III")
    assert "Acute posthemorrhagic anemia" in finding.message
    assert finding.evidence[0].document == "01-note"
    assert finding.cost == pytest.approx(1.25 * POINT)


def test_a_missed_principal_costs_its_place_too() -> None:
    found = faults(with_rows(*RIGHT.diagnoses[1:]))
    assert [(f.kind, f.rule) for f in found] == [("principal", "II"), ("missed", "II")]
    assert sum(f.cost for f in found) == pytest.approx(2.25 * POINT)


def test_a_missed_procedure_rests_on_the_data_set() -> None:
    finding = only(replace(RIGHT, procedures=()))
    assert (finding.kind, finding.code, finding.rule) == ("missed", "0W3P8ZZ", "UHDDS")


def test_an_over_coded_code_gets_the_reason_of_the_key() -> None:
    finding = only(also("R42"))
    assert (finding.kind, finding.rule) == ("over_coded", "I.B.5")
    assert "Dizziness belongs to the loss of blood." in finding.message
    assert finding.evidence[0].quote == "CC dizziness"
    assert finding.cost == pytest.approx(0.5 * POINT)


def test_a_code_on_which_the_key_is_silent_says_so() -> None:
    finding = only(also("J18.9"))
    assert (finding.kind, finding.expected) == ("over_coded", "")
    assert "silent" in finding.message


def test_a_neighbor_is_counted_once_for_the_code_it_stands_for() -> None:
    finding = only(instead("M17.11", "M17.12"))
    assert (finding.kind, finding.expected, finding.rule) == ("neighbor", "M17.11", "I.B.13")
    assert finding.cost == pytest.approx(0.5 * POINT)


def test_a_neighbor_in_the_first_place_costs_half_of_two_points() -> None:
    finding = only(instead("K26.0", "K26.4"))
    assert (finding.kind, finding.expected) == ("neighbor", "K26.0")
    assert finding.cost == pytest.approx(1 * POINT)


def test_an_unspecific_code_is_called_so() -> None:
    chart = secondary_chart("K26.0", "I50.23")
    finding = only(instead("I50.23", "I50.9", chart), chart)
    assert (finding.kind, finding.expected, finding.rule) == ("unspecific", "I50.23", "I.B.2")


def test_another_encounter_character_names_the_rule_of_the_key() -> None:
    finding = only(instead("S52.531A", "S52.531D", FRACTURE), FRACTURE)
    assert (finding.kind, finding.rule) == ("neighbor", "I.C.19.a")


@pytest.mark.parametrize(
    ("code", "kind", "rule"),
    [("S52.531", "seventh_missing", "I.A.5"), ("S52.599A", "invalid", "I.B.1")],
)
def test_a_faulty_code_of_the_right_category_earns_half(code: str, kind: str, rule: str) -> None:
    finding = only(instead("S52.531A", code, FRACTURE), FRACTURE)
    assert (finding.kind, finding.rule, finding.expected) == (kind, rule, "S52.531A")
    assert finding.cost == pytest.approx(100 / 3)


def test_a_short_code_needs_a_placeholder() -> None:
    finding = only(instead("W01.0XXA", "W01.0", FRACTURE), FRACTURE)
    assert (finding.kind, finding.rule) == ("seventh_missing", "I.A.4")


def test_a_heading_is_not_billable() -> None:
    finding = only(instead("K26.0", "K26"))
    assert (finding.kind, finding.rule) == ("not_billable", "I.B.2")


def test_a_retired_code_is_invalid_by_its_day() -> None:
    chart = secondary_chart("K26.0", "I50.23")
    late = replace(chart, encounter=replace(chart.encounter, setting="clinic",
                   discharged=date(2026, 10, 2)))  # fmt: skip
    finding = only(instead("I50.23", "I50.9", late), late)
    assert (finding.kind, finding.rule) == ("invalid", "45 CFR 162.1000(a)")


@pytest.mark.parametrize("code", ["BANANA", "X99.99", "0W3P8ZZ"])
def test_an_unknown_code_is_charged(code: str) -> None:
    finding = only(also(code))
    assert finding.kind == "invalid"
    assert finding.cost == pytest.approx(0.5 * POINT)


def test_a_repeated_code_is_a_duplicate() -> None:
    finding = only(also("D62"))
    assert (finding.kind, finding.rule) == ("duplicate", "I.B.12")


def test_the_principal_in_another_place_keeps_one_point() -> None:
    first, second, *rest = RIGHT.diagnoses
    finding = only(with_rows(second, first, *rest))
    assert (finding.kind, finding.code, finding.expected) == ("principal", "D62", "K26.0")
    assert finding.cost == pytest.approx(1 * POINT)


def test_a_broken_constraint_of_the_key_is_charged_beside_the_place() -> None:
    k26, d62, t39, *rest = RIGHT.diagnoses
    found = faults(with_rows(t39, k26, d62, *rest))
    assert [(f.kind, f.rule) for f in found] == [
        ("principal", "I.C.19.e.5"),
        ("sequence", "I.C.19.e.5"),
    ]
    assert sum(f.cost for f in found) == pytest.approx(1.5 * POINT)


def test_an_external_cause_never_stands_first() -> None:
    right = key_submission(FRACTURE)
    finding = only(replace(right, diagnoses=right.diagnoses[::-1]), FRACTURE)
    assert (finding.kind, finding.rule) == ("principal", "I.C.20")
    assert "first-listed" in finding.message


def test_a_code_first_note_orders_two_secondary_codes() -> None:
    chart = secondary_chart("K26.0", "E11.22", "N18.31")
    first, e11, n18 = key_submission(chart).diagnoses
    finding = only(replace(key_submission(chart), diagnoses=(first, n18, e11)), chart)
    assert (finding.kind, finding.code, finding.expected) == ("sequence", "N18.31", "E11.22")
    assert "diabetic chronic kidney disease (E08.22, E11.22)" in finding.message


def test_one_of_the_named_codes_before_is_enough() -> None:
    chart = secondary_chart("K26.0", "E11.22", "N18.31", "I12.9")
    k26, e11, n18, i12 = key_submission(chart).diagnoses
    for rows in [(k26, i12, n18, e11), (k26, e11, i12, n18), (k26, e11, n18, i12)]:
        assert faults(replace(key_submission(chart), diagnoses=rows), chart) == []


def test_a_note_with_examples_does_not_order_secondary_codes() -> None:
    k26, d62, t39, *rest = RIGHT.diagnoses
    assert faults(with_rows(k26, t39, d62, *rest)) == []


def test_excludes1_quotes_the_note_and_its_level() -> None:
    found = faults(also("D50.0"))
    assert [f.kind for f in found] == ["over_coded", "excludes1"]
    assert (found[1].code, found[1].expected, found[1].rule) == ("D50.0", "D62", "I.A.12.a")
    assert "acute posthemorrhagic anemia (D62)" in found[1].message
    assert [round(f.cost / POINT, 3) for f in found] == [0.5, 0]


def test_excludes1_is_charged_where_the_code_stands_for_one_of_the_key() -> None:
    chart = secondary_chart("K26.0", "K92.1")
    found = faults(instead("K92.1", "K92.2", chart), chart)
    assert [(f.kind, f.code, f.group) for f in found] == [
        ("unspecific", "K92.2", "partly"),
        ("excludes1", "K92.2", "wrong"),
    ]
    assert [f.lost + f.charged for f in found] == [14, 14]


def test_a_pair_that_the_key_itself_holds_is_no_conflict() -> None:
    chart = secondary_chart("K26.0", "D62", "D50.0")
    assert faults(key_submission(chart), chart) == []


@pytest.mark.parametrize(
    ("poa", "kind"), [("N", "poa_wrong"), ("U", "poa_wrong"), (None, "poa_missing")]
)
def test_a_wrong_or_missing_indicator_costs_a_quarter(poa: Poa | None, kind: str) -> None:
    rows = (replace(RIGHT.diagnoses[0], poa=poa), *RIGHT.diagnoses[1:])
    finding = only(with_rows(*rows))
    assert (finding.kind, finding.rule, finding.expected) == (kind, "App.I", "Y")
    assert finding.cost == pytest.approx(0.25 * POINT)


def test_each_accepted_indicator_is_right() -> None:
    first, second, *rest = RIGHT.diagnoses
    assert faults(with_rows(first, replace(second, poa="W"), *rest)) == []


def test_an_indicator_for_an_exempt_code_is_named_and_free() -> None:
    finding = only(with_rows(*RIGHT.diagnoses[:-1], CodedDiagnosis("Z79.1", "Y")))
    assert (finding.kind, finding.cost) == ("poa_exempt", 0)


def test_outpatient_coding_has_no_indicators_and_no_drg() -> None:
    right = key_submission(FRACTURE)
    rows = tuple(replace(row, poa="Y") for row in right.diagnoses)
    grading = grade(FRACTURE, replace(right, diagnoses=rows), BOOK, GROUPER)
    assert {f.kind for f in grading.findings} == {"correct"}
    assert grading.drg is None
    assert grading.score.drg is None
    assert grading.score.poa.value is None


def test_a_wrong_axis_is_named_with_both_titles() -> None:
    finding = only(replace(RIGHT, procedures=(CodedProcedure("0W3P0ZZ", date(2026, 6, 22)),)))
    assert (finding.kind, finding.expected) == ("pcs_axis", "0W3P8ZZ")
    assert "approach is 0 Open and should be 8 Via Natural" in finding.message
    assert [(axis.position, axis.axis) for axis in finding.axes] == [(5, "Approach")]
    assert finding.cost == pytest.approx(POINT / 7)


def test_an_impossible_procedure_code_is_invalid_and_earns_its_right_axes() -> None:
    finding = only(replace(RIGHT, procedures=(CodedProcedure("0W3P8ZX", date(2026, 6, 22)),)))
    assert (finding.kind, finding.rule) == ("invalid", "A6")
    assert "not in the PCS tables" in finding.message
    assert finding.cost == pytest.approx(POINT / 7)


def test_another_operation_is_over_coded_with_the_reason_of_the_key() -> None:
    found = faults(replace(RIGHT, procedures=(CodedProcedure("0DJ08ZZ", date(2026, 6, 22)),)))
    assert [(f.kind, f.code) for f in found] == [
        ("missed", "0W3P8ZZ"),
        ("over_coded", "0DJ08ZZ"),
    ]
    assert found[1].rule == "B3.11a"


@pytest.mark.parametrize("day", [None, date(2026, 6, 23)])
def test_a_wrong_day_of_a_procedure_is_named_and_free(day: date | None) -> None:
    finding = only(replace(RIGHT, procedures=(CodedProcedure("0W3P8ZZ", day),)))
    assert (finding.kind, finding.expected, finding.cost) == ("procedure_date", "2026-06-22", 0)


@pytest.mark.parametrize("status", ["", "06"])
def test_a_wrong_discharge_status_is_named_and_free(status: str) -> None:
    finding = only(replace(RIGHT, discharge_status=status))
    assert (finding.kind, finding.expected, finding.cost) == ("discharge_status", "01", 0)


def test_an_optional_procedure_is_said_to_be_optional() -> None:
    rows = (*RIGHT.procedures, CodedProcedure("30233N1", date(2026, 6, 22)))
    finding = only(replace(RIGHT, procedures=rows))
    assert (finding.kind, finding.rule, finding.cost) == ("optional", "UHDDS", 0)


def test_each_rule_that_a_finding_can_name_has_a_heading() -> None:
    derived = {rule_of_missed(code, out) for code in CM_TITLES for out in (True, False)}
    derived |= {rule_against_first(code, out) for code in CM_TITLES for out in (True, False)}
    derived |= {*AXIS_RULES.values(), "A6", "A8", "A11", "I.A.4", "I.A.5", "I.B.12", "B3.11a"}
    assert all(heading(rule) for rule in derived)
    assert cite("II.Z") == "guideline II.Z (selection of the principal diagnosis)"
    assert cite("B3.8") == "PCS guideline B3.8 (Excision and Resection)"
    assert cite("X.1") == "guideline X.1"
