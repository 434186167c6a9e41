"""``flask codebook`` as one calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app

CASE = {
    "diagnoses": [{"code": " m1711", "poa": "Y"}, {"code": "I26.99", "poa": "N"}],
    "procedures": [{"code": "0src0j9", "date": "2026-05-03"}],
    "discharge_status": "01",
    "age": 70,
    "sex": "F",
    "discharge_date": "2026-05-06",
}


@pytest.fixture(scope="module")
def commands(book_dir: Path) -> Flask:
    return create_app(
        env="testing",
        data_dir=book_dir,
        database_url="sqlite://",
        secret_key="for tests alone, and long enough for them",
    )


def run(commands: Flask, *arguments: str) -> Result:
    return commands.test_cli_runner().invoke(args=["codebook", *arguments])


def group(commands: Flask, tmp_path: Path, value: object) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "case.json"
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    result = run(commands, "group", str(file), "--json")
    return result.exit_code, json.loads(result.stdout)


def test_build_tells_what_the_book_holds(commands: Flask) -> None:
    result = run(commands, "build", "--json")
    assert result.exit_code == 0
    held = json.loads(result.stdout)
    assert held["cm"] == {"edition": "FY2026, April update", "entries": 98505, "billable": 74719}
    assert set(held["pcs"]) == {"edition", "codes", "titled", "with_axes"}
    assert held["drg"]["drgs"] == 772


def test_search_prints_json_best_first(commands: Flask) -> None:
    result = run(commands, "search", "copd", "--system", "cm", "--limit", "3", "--json")
    found = json.loads(result.stdout)
    assert len(found) == 3
    assert found[0] == {
        "system": "cm",
        "code": "J44.9",
        "title": "Chronic obstructive pulmonary disease, unspecified",
        "billable": True,
        "why": "copd = chronic obstructive pulmonary disease",
    }


def test_search_prints_lines_for_a_person(commands: Flask) -> None:
    result = run(commands, "search", "i21.4")
    assert result.stdout.startswith("I21.4     Non-ST elevation (NSTEMI) myocardial infarction")


def test_show_takes_a_code_as_typed_and_a_day(commands: Flask) -> None:
    shown = json.loads(run(commands, "show", "g35", "--on", "2025-09-30", "--json").stdout)
    assert (shown["code"], shown["valid"]) == ("G35", True)
    shown = json.loads(run(commands, "show", "G35", "--json").stdout)
    assert (shown["on"], shown["valid"]) == ("2026-09-30", False)
    assert shown["in_force"][1] == "2025-09-30"


def test_show_prints_axes_and_notes_for_a_person(commands: Flask) -> None:
    assert "Root operation: Replacement" in run(commands, "show", "0src0j9").stdout
    assert "Excludes1: gestational diabetes (O24.4-)  [E11]" in run(commands, "show", "e119").stdout


def test_show_of_an_unknown_code_exits_with_1(commands: Flask) -> None:
    result = run(commands, "show", "ZZZ9", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, None)


def test_group_takes_codes_as_typed(commands: Flask, tmp_path: Path) -> None:
    status, found = group(commands, tmp_path, CASE)
    assert status == 0
    assert (found["drg"], found["initial_drg"], found["weight"]) == ("470", "469", 1.9289)
    assert found["secondary"] == [{"code": "I26.99", "level": "MCC", "excluded": False}]
    assert found["edits"] == []


@pytest.mark.parametrize(
    ("changed", "edit"),
    [
        ({"diagnoses": [{"code": "I21"}]}, "I21 needs more characters"),
        ({"discharge_date": "2026-10-01"}, "is outside of it"),
        ({"discharge_date": None}, "discharge_date must be a day"),
        ({"age": "70"}, "age must be a whole number"),
        ({"sex": "female"}, "sex must be"),
        ({"version": 43}, "version must be text"),
        ({"version": "40"}, "no grouper '40'"),
        ({"diagnoses": "I10"}, "diagnoses must be a list"),
    ],
)
def test_group_says_what_is_wrong_and_exits_with_1(
    commands: Flask, tmp_path: Path, changed: dict[str, object], edit: str
) -> None:
    status, found = group(commands, tmp_path, CASE | changed)
    assert (status, found["drg"]) == (1, None)
    assert edit in " ".join(found["edits"])


@pytest.mark.parametrize("text", ["not json", "[]", "3", "\x00"])
def test_group_refuses_what_is_no_case(commands: Flask, tmp_path: Path, text: str) -> None:
    status, found = group(commands, tmp_path, text)
    assert (status, found["drg"]) == (1, None)


def test_wrong_calls_exit_with_2(commands: Flask, tmp_path: Path) -> None:
    assert run(commands, "search").exit_code == 2
    assert run(commands, "search", "x", "--system", "cpt").exit_code == 2
    assert run(commands, "group", str(tmp_path / "none.json")).exit_code == 2


def test_a_missing_book_is_explained(tmp_path: Path) -> None:
    empty = create_app(
        env="testing",
        data_dir=tmp_path,
        database_url="sqlite://",
        secret_key="for tests alone, and long enough for them",
    )
    result = run(empty, "search", "copd")
    assert result.exit_code == 1
    assert "flask codebook build" in result.stderr
