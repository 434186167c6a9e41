"""A chart's files become values, or the field that is wrong is named."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest

from app.domain.charts.reading import ChartError, from_data, from_files
from app.domain.charts.values import Evidence, SequenceRule

CHART: dict[str, Any] = {
    "ref": "ulcer",
    "title": "Black stools",
    "setting": "inpatient",
    "specialty": "medicine",
    "level": 2,
    "minutes": 25,
    "record_number": "00-00-01",
    "patient": {"name": "Walter Pretendsen", "sex": "M", "birth_date": date(1960, 6, 23)},
    "facility": "Fairhollow General (invented)",
    "admitted": "2026-06-22",
    "discharged": date(2026, 6, 25),
    "inpatient_order": "2026-06-22T14:10",
    "payer": "Medicare",
    "tasks": ["4.1"],
    "lessons": [],
    "sample": False,
}
PASSAGE = {"document": "01-note", "quote": "acute ulcer"}
KEY: dict[str, Any] = {
    "diagnoses": [
        {"code": "K26.0", "poa": ["Y", "W"], "evidence": [PASSAGE], "why": "It bled."},
        {"code": "z791", "poa": ["exempt"], "alternatives": ["Z79.82"]},
    ],
    "procedures": [{"code": "0W3P8ZZ", "date": date(2026, 6, 22)}],
    "principal_candidates": ["K26.0"],
    "sequence": [{"before": "K26.0", "after": "Z79.1", "rule": "II", "why": "It is chief."}],
    "wrong": [
        {"code": "0DJ08ZZ", "system": "pcs", "rule": "B3.11a", "why": "On the way.",
         "instead_of": "0W3P8ZZ"},
    ],
    "discharge_status": "01",
    "teaching": [{"rule": "I.B.9", "text": "One code holds both."}],
}  # fmt: skip
DOCUMENTS: dict[str, Any] = {
    "02-lab": {"title": "Lab", "kind": "laboratory", "written": None, "body": "Hgb 6.9"},
    "01-note": {
        "title": "Note", "kind": "progress", "author": "A. Writer", "credential": "MD",
        "written": "2026-06-22T13:02", "signed": None, "body": "acute ulcer",
    },
}  # fmt: skip


def test_everything_that_the_files_say_is_there() -> None:
    chart = from_files(CHART, KEY, DOCUMENTS)
    first, second = chart.key.diagnoses
    assert (first.code, first.poa, first.evidence) == (
        "K26.0", ("Y", "W"), (Evidence("01-note", "acute ulcer"),)
    )  # fmt: skip
    assert (second.code, second.poa, second.accepted) == ("Z79.1", (), ("Z79.1", "Z79.82"))
    assert chart.key.procedures[0].date == date(2026, 6, 22)
    assert chart.key.sequence == (SequenceRule("K26.0", "Z79.1", "II", "It is chief."),)
    assert chart.key.wrong[0].instead_of == "0W3P8ZZ"
    assert [document.id for document in chart.documents] == ["01-note", "02-lab"]
    assert chart.documents[0].written == datetime.fromisoformat("2026-06-22T13:02")
    assert chart.encounter.inpatient_order == datetime.fromisoformat("2026-06-22T14:10")


def test_plain_values_of_a_content_document_give_the_same_chart() -> None:
    data = {"chart": CHART, "key": KEY, "documents": DOCUMENTS}
    assert from_data(data) == from_files(CHART, KEY, DOCUMENTS)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1960-06-22", 66), ("1960-06-23", 65), ("2026-06-22", 0), ("2025-06-23", 0),
        ("2004-02-29", 22),
    ],
)  # fmt: skip
def test_age_is_completed_years_at_admission(born: str, age: int) -> None:
    chart = CHART | {"patient": CHART["patient"] | {"birth_date": date.fromisoformat(born)}}
    assert from_files(chart, KEY, DOCUMENTS).encounter.age == age


@pytest.mark.parametrize(
    ("setting", "outpatient", "inpatient"),
    [
        ("inpatient", False, True),
        ("emergency", True, False),
        ("clinic", True, False),
        ("ambulatory_surgery", True, False),
        ("rehabilitation", False, False),
        ("home_health", False, False),
    ],
)
def test_setting_decides_which_rules_apply(setting: str, outpatient: bool, inpatient: bool) -> None:
    encounter = from_files(CHART | {"setting": setting}, KEY, DOCUMENTS).encounter
    assert (encounter.outpatient, encounter.inpatient) == (outpatient, inpatient)


@pytest.mark.parametrize(
    ("part", "name", "value", "said"),
    [
        ("chart", "setting", "spaceship", "setting"),
        ("chart", "level", "two", "level"),
        ("chart", "discharged", None, "discharged"),
        ("chart", "discharged", "soon", "discharged"),
        ("chart", "discharged", "2026-06-01", "follow one another"),
        ("chart", "patient", None, "patient"),
        ("chart", "patient", {"name": "A", "sex": "X"}, "patient.sex"),
        ("key", "diagnoses", [], "diagnoses"),
        ("key", "diagnoses", [{"code": "banana"}], "banana"),
        ("key", "diagnoses", [{"code": "K26.0", "poa": ["Q"]}], "poa"),
        ("key", "diagnoses", {"code": "K26.0"}, "diagnoses"),
        ("key", "procedures", ["0W3P8ZZ"], "procedures"),
        ("key", "principal_candidates", [26], "principal_candidates"),
        ("key", "wrong", [{"code": "R42", "system": "cpt", "rule": "", "why": ""}], "system"),
    ],
)
def test_a_fault_names_its_field(part: str, name: str, value: object, said: str) -> None:
    data = deepcopy({"chart": CHART, "key": KEY, "documents": DOCUMENTS})
    data[part][name] = value
    with pytest.raises(ChartError, match=said):
        from_data(data)
