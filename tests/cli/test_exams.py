"""``flask exams assemble``: forms of a small invented bank, and what it says when it cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.operations.content_sync import sync_files
from tests.domain.exams.samples import body
from tests.domain.items.samples import single
from tests.personas import START


def _item(domain: str, number: int) -> dict[str, Any]:
    return single(
        ref=f"d{domain}-invented-{number}",
        task=f"{domain}.1",
        lesson="",
        purpose="mock",
        status="live",
        source={"id": "own", "locator": "1", "checked": START.date()},
        angoff={"ratings": [{"rater": "w1", "value": 60}], "provisional": True},
        writer="w1",
    )


@pytest.fixture
def bank(session: Session) -> None:
    """Ten items and two blueprints, of which it fills one."""
    weights = {"weight_min": 0, "weight_max": 100}
    domains = {"1": {"count": 3, **weights}, "2": {"count": 2, **weights}}
    fits = body({"1": 3, "2": 2}, pretest=1, domains=domains, ref="small")
    documents = {
        f"question_bank/items/d{domain}/d{domain}-invented-{number}.yml": _item(domain, number)
        for domain in "12"
        for number in range(5)
    }
    documents["question_bank/blueprints/small.yml"] = fits
    documents["question_bank/blueprints/large.yml"] = {**fits, "ref": "large", "pretest": 9}
    files = {path: yaml.safe_dump(document) for path, document in documents.items()}
    sync_files(session, files, START)


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["exams", "assemble", *arguments])


@pytest.mark.usefixtures("bank")
def test_forms_are_printed_as_one_json_document(app: Flask) -> None:
    done = run(app, "small", "--seed", "7", "--forms", "2", "--json")
    assert done.exit_code == 0, done.output
    forms = json.loads(done.stdout)
    assert [form["seed"] for form in forms] == [7, 8]
    for form in forms:
        assert set(form) == {"seed", "items", "pretest", "by_domain", "cut"}
        assert len(form["items"]) == len(set(form["items"])) == 6
        assert set(form["pretest"]) < set(form["items"])
        assert (form["by_domain"], form["cut"]) == ({"1": 3, "2": 2}, 3.0)


@pytest.mark.usefixtures("bank")
def test_a_form_depends_on_its_seed_alone(app: Flask) -> None:
    both = json.loads(run(app, "small", "--seed", "7", "--forms", "2", "--json").stdout)
    alone = json.loads(run(app, "small", "--seed", "8", "--json").stdout)
    assert both[1:] == alone


@pytest.mark.usefixtures("bank")
def test_a_bank_that_is_too_small_is_told_and_the_exit_is_1(app: Flask) -> None:
    done = run(app, "large", "--seed", "1", "--json")
    assert done.exit_code == 1
    message = "9 unscored places need items; 5 are left for them."
    assert json.loads(done.stdout) == {"problems": [{"where": "pretest", "message": message}]}


@pytest.mark.usefixtures("bank")
def test_an_unknown_blueprint_is_a_wrong_call(app: Flask) -> None:
    done = run(app, "medium", "--seed", "1", "--json")
    assert done.exit_code == 2
    assert "loaded: large, small" in done.stderr
    assert done.stdout == ""
