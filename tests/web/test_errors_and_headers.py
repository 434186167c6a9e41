"""What every response carries, and the pages for what goes wrong."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from app import create_app
from app.web.permissions import public
from tests.pages import Pages, check_page


@pytest.fixture
def faulty(book_dir: Path, tmp_path: Path) -> Flask:
    """An application of its own with a database that was never set up, and failing routes."""
    app = create_app(
        env="testing",
        data_dir=tmp_path,
        secret_key="for tests alone, and long enough for them",
    )

    @public
    def fail(status: int) -> str:
        if status == 503:
            raise OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))
        abort(status)

    app.add_url_rule("/fail/<int:status>", "fail", fail)
    return app


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429, 500, 503])
def test_each_error_has_a_page_of_our_own_that_needs_no_database(
    faulty: Flask, status: int
) -> None:
    response = faulty.test_client().get(f"/fail/{status}")
    assert response.status_code == status
    check_page(response.text)
    assert response.headers["X-Request-Id"] in response.text


def test_health_says_which_part_does_not_answer(faulty: Flask) -> None:
    response = faulty.test_client().get("/healthz")
    assert response.status_code == 503
    assert json.loads(response.data) == {
        "status": "unavailable",
        "database": False,
        "code_book": False,
    }


def test_health_is_well_when_all_answers(pages: Pages) -> None:
    assert pages.get("system.healthz").json == {
        "status": "ok",
        "database": True,
        "code_book": True,
    }


def test_nothing_is_loaded_from_elsewhere(pages: Pages) -> None:
    headers = pages.get("accounts.sign_in").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_an_address_that_is_none_gets_404(pages: Pages) -> None:
    pages.get("/no/such/page", status=404)


def test_ten_megabytes_get_413_with_a_page(pages: Pages) -> None:
    pasted = {"email": "x" * 10_000_000, "password": "y"}
    response = pages.client.post("/sign-in", data=pasted)
    assert response.status_code == 413
    check_page(response.text)


def test_the_log_has_one_line_a_request_and_no_secret(
    app: Flask, pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    import structlog

    from app.web import logs

    logs.configure(testing=False)
    try:
        pages.as_("ana").get("accounts.account")
        pages.post(
            "accounts.sign_in_submit",
            {"email": "ana@persona.example", "password": "a secret word"},
            status=422,
        )
    finally:
        structlog.reset_defaults()
        logs.configure(testing=True)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 2
    assert requests[0]["user"] == 1
    assert {"id", "user", "ms", "route", "status", "method"} <= set(requests[0])
    assert "a secret word" not in json.dumps(lines)
    assert "token of ana" not in json.dumps(lines)


def test_an_id_that_no_table_can_hold_is_no_page(pages: Pages) -> None:
    pages.as_("ivan").get("/classes/99999999999999999999", status=404)
    pages.as_("ana").get("/attempts/2147483648", status=404)
