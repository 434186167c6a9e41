"""Grouping by MS-DRG, checked against known cases and a second grouper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from drgpy.msdrg import DRGEngine

from app.domain.payment.case import Case, CodedDiagnosis, CodedProcedure, Grouping, Poa
from app.reference import MsDrgGrouper, open_grouper

Code = str | tuple[str, Poa | None]


@pytest.fixture(scope="module")
def grouper(book_dir: Path) -> MsDrgGrouper:
    return open_grouper(book_dir)


@pytest.fixture(scope="module")
def engine() -> DRGEngine:
    return DRGEngine(version="v43.1")


def case(*diagnoses: Code, procedures: tuple[str, ...] = (), **changed: object) -> Case:
    values: dict[str, object] = {
        "age": 70,
        "sex": "F",
        "discharge_status": "01",
        "discharge_date": date(2026, 5, 1),
    }
    return Case(
        diagnoses=tuple(
            CodedDiagnosis(code, "Y") if isinstance(code, str) else CodedDiagnosis(*code)
            for code in diagnoses
        ),
        procedures=tuple(CodedProcedure(code) for code in procedures),
        **(values | changed),  # type: ignore[arg-type]
    )


def test_an_mcc_that_the_principal_diagnosis_excludes_does_not_count(
    grouper: MsDrgGrouper,
) -> None:
    excluded = grouper.group(case("A41.9", "R65.20"))
    assert excluded.drg == "872"
    assert [(one.code, one.level, one.excluded) for one in excluded.secondary] == [
        ("R65.20", "MCC", True)
    ]
    assert grouper.group(case("A41.9", "R65.20", "J96.01")).drg == "871"


@pytest.mark.parametrize(
    ("poa", "drg", "hac"), [("Y", "469", 0), ("W", "469", 0), ("N", "470", 1), ("U", "470", 1)]
)
def test_a_hospital_acquired_condition_costs_the_higher_group(
    grouper: MsDrgGrouper, poa: Poa, drg: str, hac: int
) -> None:
    found = grouper.group(case("M17.11", ("I26.99", poa), procedures=("0SRC0J9",)))
    assert (found.drg, found.initial_drg, len(found.hac)) == (drg, "469", hac)


def test_a_pressure_ulcer_not_present_on_admission_does_not_raise_the_group(
    grouper: MsDrgGrouper,
) -> None:
    assert grouper.group(case("I50.22", "L89.153")).drg == "291"
    found = grouper.group(case("I50.22", ("L89.153", "N")))
    assert (found.drg, found.hac) == ("293", ("HAC 04: Stage III and IV Pressure Ulcers",))


def test_a_group_has_weight_stays_and_edition(grouper: MsDrgGrouper) -> None:
    found = grouper.group(case("M17.11", procedures=("0SRC0J9",)))
    assert found == Grouping(
        drg="470",
        initial_drg="470",
        title=(
            "Major Hip and Knee Joint Replacement or Reattachment of Lower Extremity without MCC"
        ),
        mdc="08",
        type="SURG",
        weight=Decimal("1.9289"),
        edition="FY2026, April update, grouper 43.1",
        geometric_mean_stay=Decimal("1.9"),
        arithmetic_mean_stay=Decimal("2.2"),
        post_acute=True,
    )


def test_secondary_codes_keep_the_order_of_the_case(grouper: MsDrgGrouper) -> None:
    found = grouper.group(case("I10", "R57.0", "I46.9", "E11.9"))
    assert [one.code for one in found.secondary] == ["R57.0", "I46.9", "E11.9"]


def test_an_mcc_that_counts_only_in_survivors_is_excluded_after_death(
    grouper: MsDrgGrouper,
) -> None:
    died = grouper.group(case("I21.4", "I46.9", discharge_status="20"))
    assert died.secondary[0].excluded


def test_an_exempt_code_needs_no_indicator(grouper: MsDrgGrouper) -> None:
    assert grouper.group(case("I50.22", ("Z79.4", None))).drg == "293"


def test_a_hospital_acquired_condition_without_indicator_is_an_edit(grouper: MsDrgGrouper) -> None:
    found = grouper.group(case("I50.22", ("L89.153", None)))
    assert found.drg == "999"
    assert "needs its POA indicator" in found.edits[0]


def test_refused_codes_are_named_before_grouping(grouper: MsDrgGrouper) -> None:
    found = grouper.group(case("G35", "I50", "QQQ", procedures=("0SRC0J", "30233AZ")))
    assert found.drg is None
    assert found.edits == (
        "G35 is not valid on 2026-05-01: it may be reported only until 2025-09-30.",
        "I50 needs more characters; it cannot be reported by itself.",
        "QQQ is not an ICD-10-CM code.",
        "0SRC0J is not an ICD-10-PCS code.",
        "30233AZ is not valid on 2026-05-01: it may be reported only until 2026-03-31.",
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"age": 125}, "An age of 125 years is not between 0 and 124."),
        ({"age": -1}, "An age of -1 years is not between 0 and 124."),
        ({"discharge_status": "99"}, "'99' is not a discharge status, such as '01' for home."),
        ({"discharge_status": ""}, "'' is not a discharge status, such as '01' for home."),
    ],
)
def test_age_and_discharge_status_are_checked(
    grouper: MsDrgGrouper, changed: dict[str, object], sentence: str
) -> None:
    assert grouper.group(case("I10", **changed)).edits == (sentence,)


def test_a_case_without_diagnoses_has_no_group(grouper: MsDrgGrouper) -> None:
    assert grouper.group(case()).edits == ("There is no principal diagnosis.",)


def test_an_external_cause_cannot_be_principal(grouper: MsDrgGrouper) -> None:
    found = grouper.group(case("W19.XXXA"))
    assert (found.drg, found.edits) == ("999", ("The first code cannot be a principal diagnosis.",))


@pytest.mark.parametrize("day", [date(2025, 9, 30), date(2026, 10, 1)])
def test_a_discharge_outside_the_edition_is_refused(grouper: MsDrgGrouper, day: date) -> None:
    with pytest.raises(ValueError, match="groups discharges from 2025-10-01 to 2026-09-30"):
        grouper.group(case("I10", discharge_date=day))


def test_the_version_follows_the_discharge_or_is_named(grouper: MsDrgGrouper) -> None:
    winter = case("I10", discharge_date=date(2026, 3, 31))
    assert grouper.group(winter).edition == "FY2026, grouper 43.0"
    named = case("I10", discharge_date=date(2026, 3, 31), version="43.1")
    assert grouper.group(named).edition == "FY2026, April update, grouper 43.1"
    with pytest.raises(ValueError, match=r"no grouper '44\.0'"):
        grouper.group(case("I10", version="44.0"))


CASES = (
    case("J18.9"),
    case("J18.9", "J96.01"),
    case("J44.1", "I50.22"),
    case("J69.0", "E87.0"),
    case("I21.4", procedures=("027034Z",)),
    case("I21.4", "I50.21"),
    case("I21.4", "I50.21", discharge_status="20"),
    case("I13.0", "I50.23", "N18.4"),
    case("I63.9", "G81.91"),
    case("I48.91"),
    case("I26.99"),
    case("K26.0", "D62", procedures=("0W3P8ZZ",)),
    case("K35.80", procedures=("0DTJ4ZZ",), age=24, sex="M"),
    case("K80.00", procedures=("0FT44ZZ",), age=45),
    case("K57.32", procedures=("0DTN0ZZ",)),
    case("K85.90"),
    case("K92.2", "D62"),
    case("N39.0", "B96.20"),
    case("N17.9", "E87.5"),
    case("E11.10", age=31),
    case("E11.621", "L97.512", "M86.9"),
    case("A41.51", "R65.21", "J96.01", procedures=("5A1955Z",)),
    case("S72.001A", procedures=("0QS604Z",), age=84),
    case("S72.001A", procedures=("0SRR0J9",), age=84),
    case("M16.11", procedures=("0SR90JA",)),
    case("M48.061", procedures=("0SG00AJ",)),
    case("O80", "Z37.0", procedures=("10E0XZZ",), age=28),
    case("O34.211", "Z37.0", procedures=("10D00Z1",), age=33),
    case("Z38.00", age=0, sex="M"),
    case("F10.231", age=50, sex="M"),
    case("F33.2", age=40),
    case("C34.11", procedures=("0BTC0ZZ",)),
    case("Z51.11", "C50.912"),
    case("L03.115"),
    case("T81.41XA"),
    case("G40.909", age=19),
    case("R07.9"),
)


@pytest.mark.parametrize("grouped", CASES, ids=lambda one: one.diagnoses[0].code)
def test_the_second_grouper_agrees(grouper: MsDrgGrouper, engine: DRGEngine, grouped: Case) -> None:
    second = engine.get_drg(
        [diagnosis.code.replace(".", "") for diagnosis in grouped.diagnoses],
        [procedure.code for procedure in grouped.procedures],
        gender=grouped.sex,
        is_alive=grouped.discharge_status != "20",
        poa=["Y" for _ in grouped.diagnoses],
        discharge_status=grouped.discharge_status,
    )
    assert grouper.group(grouped).drg == second
