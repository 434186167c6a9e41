"""The charts of the question bank, graded with the real code book and grouper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.chart_files import chart_folders, read_folder
from app.config import ROOT
from app.domain.charts.grading import Grading, grade
from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart, Key, KeyEntry, WrongCode
from app.domain.payment.case import CodedDiagnosis, CodedProcedure
from app.reference import SqliteCodeBook
from app.reference.grouper import MsDrgGrouper

CHARTS = [read_folder(folder) for folder in chart_folders([ROOT])]
ULCER = next(chart for chart in CHARTS if chart.ref == "duodenal-ulcer-bleed-nsaid")
WRONG = [(chart, wrong) for chart in CHARTS for wrong in chart.key.wrong]
DAY = date(2026, 6, 22)


@pytest.fixture(scope="module")
def grouper(book: SqliteCodeBook) -> MsDrgGrouper:
    return MsDrgGrouper(book)


def with_code(submission: Submission, wrong: WrongCode) -> Submission:
    if wrong.system == "cm":
        row = CodedDiagnosis(wrong.code, "Y")
        return replace(submission, diagnoses=(*submission.diagnoses, row))
    procedure = CodedProcedure(wrong.code, DAY)
    return replace(submission, procedures=(*submission.procedures, procedure))


def secondary_chart(book: SqliteCodeBook, *codes: str) -> Chart:
    entries = tuple(
        KeyEntry(code, poa=() if book.poa_exempt(code) else ("Y",), why="It is in the record.")
        for code in codes
    )
    return replace(ULCER, key=Key(entries, discharge_status="01"))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.ref)
def test_the_key_earns_everything(
    chart: Chart, book: SqliteCodeBook, grouper: MsDrgGrouper
) -> None:
    grading = grade(chart, key_submission(chart), book, grouper)
    assert grading.score.raw == 100
    assert {finding.kind for finding in grading.findings} == {"correct"}
    assert grading.score.drg is (True if chart.encounter.inpatient else None)


@pytest.mark.parametrize(
    ("chart", "wrong"), WRONG, ids=[f"{chart.ref}-{wrong.code}" for chart, wrong in WRONG]
)
def test_each_tempting_code_is_charged_with_the_reason_of_the_key(
    chart: Chart, wrong: WrongCode, book: SqliteCodeBook, grouper: MsDrgGrouper
) -> None:
    grading = grade(chart, with_code(key_submission(chart), wrong), book, grouper)
    finding = next(f for f in grading.findings if f.code == wrong.code)
    assert (finding.kind, finding.rule) == ("over_coded", wrong.rule)
    assert wrong.why in finding.message
    assert grading.score.charged == 0.5
    assert grading.score.earned == grading.score.possible


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_change_of_the_key_raises_the_score(
    data: st.DataObject, book: SqliteCodeBook, grouper: MsDrgGrouper
) -> None:
    chart = data.draw(st.sampled_from(CHARTS))
    right = key_submission(chart)
    tempting = [CodedDiagnosis(w.code, "Y") for w in chart.key.wrong if w.system == "cm"]
    pool = [*right.diagnoses, *tempting]
    rows = data.draw(st.lists(st.sampled_from(pool), max_size=len(pool)))
    grading = grade(chart, replace(right, diagnoses=tuple(rows)), book, grouper)
    assert grading.score.raw <= 100
    costs = sum(finding.cost for finding in grading.findings)
    assert costs == pytest.approx(100 - grading.score.raw, abs=1e-9)


def test_heart_failure_goes_after_its_hypertension(
    book: SqliteCodeBook, grouper: MsDrgGrouper
) -> None:
    chart = secondary_chart(book, "K26.0", "I13.0", "I50.23", "N18.4")
    first, i13, i50, n18 = key_submission(chart).diagnoses
    for rows in [(first, i50, i13, n18), (first, n18, i13, i50)]:
        grading = grade(chart, replace(key_submission(chart), diagnoses=rows), book, grouper)
        (fault,) = [f for f in grading.findings if f.kind != "correct"]
        assert (fault.kind, fault.expected, fault.rule) == ("sequence", "I13.0", "I.A.13")


def test_a_missing_7th_character_and_a_heading_are_told_apart(
    book: SqliteCodeBook, grouper: MsDrgGrouper
) -> None:
    kinds = {}
    for code in ("S52.531", "S52.53", "S52", "W01.0", "S52.531X", "E11", "I10.0"):
        rows = (*key_submission(ULCER).diagnoses, CodedDiagnosis(code, "Y"))
        submission = replace(key_submission(ULCER), diagnoses=rows)
        findings = grade(ULCER, submission, book, grouper).findings
        kinds[code] = next(f.kind for f in findings if f.code == code)
    assert kinds == {
        "S52.531": "seventh_missing",
        "S52.53": "not_billable",
        "S52": "not_billable",
        "W01.0": "seventh_missing",
        "S52.531X": "invalid",
        "E11": "not_billable",
        "I10.0": "invalid",
    }


def crowded(book: SqliteCodeBook) -> tuple[Chart, Submission]:
    """A chart of 25 codes and a coding of it with five errors."""
    codes = [
        "K26.0", "D62", "T39.395A", "M17.11", "Z79.1", "I13.0", "I50.23", "N18.4", "E11.22",
        "E11.319", "E11.42", "J44.1", "J96.01", "F17.210", "E78.5", "I25.10", "I48.0", "Z95.5",
        "Z79.4", "N17.9", "E87.6",
    ]  # fmt: skip
    procedures = ("0W3P8ZZ", "30233N1", "0DB78ZX", "5A1935Z")
    chart = secondary_chart(book, *codes)
    entries = tuple(KeyEntry(code, date=DAY) for code in procedures)
    chart = replace(chart, key=replace(chart.key, procedures=entries))
    right = key_submission(chart)
    swaps = {"D62": "D50.0", "M17.11": "M17.12", "E11.42": "E11.40", "J96.01": "R09.02"}
    rows = tuple(replace(row, code=swaps.get(row.code, row.code)) for row in right.diagnoses)
    first = CodedProcedure("0W3P0ZZ", DAY)
    return chart, replace(right, diagnoses=rows, procedures=(first, *right.procedures[1:]))


def test_25_codes_with_five_errors_are_graded(book: SqliteCodeBook, grouper: MsDrgGrouper) -> None:
    chart, submission = crowded(book)
    assert len(submission.diagnoses) + len(submission.procedures) == 25
    assert faults(grade(chart, submission, book, grouper)) >= 5


def faults(grading: Grading) -> int:
    return sum(finding.cost > 0 for finding in grading.findings)
