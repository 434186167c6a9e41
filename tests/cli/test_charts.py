"""``flask charts`` grades without a database, and says by its exit status what was wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.cli.charts import charts_cli
from app.config import ROOT, Settings
from app.reference import SqliteCodeBook
from tests.reference_book import BOOK_DIR

ULCER = "duodenal-ulcer-bleed-nsaid"
FOLDER = ROOT / "question_bank" / "charts" / ULCER


@pytest.fixture
def commands(book: SqliteCodeBook) -> Flask:
    """An application that has settings and these commands, and no database at all."""
    app = Flask("charts")
    values: dict[str, Any] = {"env": "testing", "data_dir": BOOK_DIR, "secret_key": "for tests"}
    app.config["CHARTROOM"] = Settings(**values)
    app.cli.add_command(charts_cli)
    return app


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["charts", *map(str, arguments)])


def key_of(app: Flask, chart: str | Path = ULCER) -> dict[str, Any]:
    done = run(app, "key", chart)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def graded(app: Flask, folder: Path, submission: object, chart: str | Path = ULCER) -> Result:
    path = folder / "submission.json"
    path.write_text(json.dumps(submission), encoding="utf-8")
    return run(app, "grade", chart, path, "--json")


def test_every_chart_is_listed_with_what_it_is(commands: Flask) -> None:
    done = run(commands, "list", "--json")
    assert done.exit_code == 0, done.stderr
    rows = {row["slug"]: row for row in json.loads(done.stdout)}
    assert set(rows[ULCER]) == {"slug", "title", "setting", "discharge_date", "level"}
    assert rows[ULCER]["setting"] == "inpatient"
    assert rows[ULCER]["discharge_date"] == "2026-06-25"


def test_the_key_of_every_chart_earns_a_hundred(commands: Flask, tmp_path: Path) -> None:
    for row in json.loads(run(commands, "list", "--json").stdout):
        done = graded(commands, tmp_path, key_of(commands, row["slug"]), row["slug"])
        assert done.exit_code == 0, done.stderr
        found = json.loads(done.stdout)
        assert found["score"]["total"] == 100, row["slug"]
        assert {finding["kind"] for finding in found["findings"]} == {"correct"}, row["slug"]
        inpatient = row["setting"] == "inpatient"
        assert (found["drg"]["yours"] is not None) == inpatient
        assert found["score"]["drg"] is (True if inpatient else None)


def test_a_faulty_coding_is_graded_with_money_and_the_exit_is_0(
    commands: Flask, tmp_path: Path
) -> None:
    submission = key_of(commands)
    rows = submission["diagnoses"]
    submission["diagnoses"] = [row for row in rows if row["code"] != "D62"]
    submission["diagnoses"] += [{"code": "k921", "poa": "Y"}, {"code": "banana", "poa": None}]
    done = graded(commands, tmp_path, submission)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    faults = [f for f in found["findings"] if f["kind"] != "correct"]
    assert [(f["kind"], f["code"]) for f in faults] == [
        ("missed", "D62"),
        ("over_coded", "K92.1"),
        ("invalid", "BANANA"),
    ]
    assert sum(f["cost"] for f in found["findings"]) == pytest.approx(
        100 - found["score"]["raw"], abs=1e-9
    )
    assert found["drg"]["key"] == "378"
    assert found["drg"]["yours"] is None
    assert found["drg"]["base_rate"] == 6752.61


def test_the_difference_of_the_groups_has_a_price(commands: Flask, tmp_path: Path) -> None:
    submission = key_of(commands)
    rows = submission["diagnoses"]
    submission["diagnoses"] = [row for row in rows if row["code"] != "D62"]
    drg = json.loads(graded(commands, tmp_path, submission).stdout)["drg"]
    assert (drg["yours"], drg["key"]) == ("379", "378")
    assert drg["weight_difference"] == pytest.approx(0.6304 - 0.9807)
    assert drg["money_difference"] == pytest.approx(6752.61 * (0.6304 - 0.9807), abs=0.011)


def test_a_folder_is_taken_as_a_chart(commands: Flask, tmp_path: Path) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "mine")
    assert key_of(commands, copy) == key_of(commands)


def test_without_json_a_person_can_read_the_result(commands: Flask, tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_text("{}", encoding="utf-8")
    done = run(commands, "grade", ULCER, path)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("0.0 of 100")
    assert "(correct codes - over-coded codes) / codes in the key" in done.stdout


@pytest.mark.parametrize("arguments", [("key", "no-such-chart"), ("grade", ULCER, "no-such-file")])
def test_a_wrong_call_exits_with_2(commands: Flask, arguments: tuple[str, ...]) -> None:
    done = run(commands, *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("submission", "where"),
    [
        ([], "submission"),
        ({"diagnoses": [{"code": "K26.0", "poa": "Q"}]}, "diagnoses[1].poa"),
        ({"procedures": [{"code": "0W3P8ZZ", "date": "June"}]}, "procedures[1].date"),
    ],
)
def test_an_unreadable_submission_exits_with_1_and_names_the_row(
    commands: Flask, tmp_path: Path, submission: object, where: str
) -> None:
    done = graded(commands, tmp_path, submission)
    assert done.exit_code == 1
    assert [problem["where"] for problem in json.loads(done.stdout)["problems"]] == [where]


def test_a_file_that_is_no_json_exits_with_1(commands: Flask, tmp_path: Path) -> None:
    path = tmp_path / "submission.json"
    path.write_bytes(b"\xff\xfe{")
    done = run(commands, "grade", ULCER, path, "--json")
    assert done.exit_code == 1
    assert "no JSON" in json.loads(done.stdout)["problems"][0]["message"]


def test_a_broken_chart_exits_with_1_and_names_file_and_line(
    commands: Flask, tmp_path: Path
) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "mine")
    key = (copy / "key.yml").read_text(encoding="utf-8")
    (copy / "key.yml").write_text(key.replace("code: K26.0", "code: banana", 1), encoding="utf-8")
    done = run(commands, "key", copy)
    assert done.exit_code == 1
    problem = json.loads(done.stdout)["problems"][0]
    assert problem["path"].endswith("key.yml")
    assert problem["line"] > 0


def test_a_discharge_outside_every_edition_is_refused(commands: Flask, tmp_path: Path) -> None:
    copy = shutil.copytree(FOLDER, tmp_path / "mine")
    chart = (copy / "chart.yml").read_text(encoding="utf-8")
    later = chart.replace("discharged: 2026-06-25", "discharged: 2031-06-25")
    (copy / "chart.yml").write_text(later, encoding="utf-8")
    done = graded(commands, tmp_path, key_of(commands, copy), copy)
    assert done.exit_code == 1
    assert "2031-06-25" in json.loads(done.stdout)["problems"][0]["message"]
