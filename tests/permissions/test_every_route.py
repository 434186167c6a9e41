"""Walks every route of the application as every persona."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.web.permissions import access_of
from tests.pages import Pages
from tests.permissions.rows import PERSONAS, Row
from tests.personas import School

ROWS: dict[str, Row] = {
    endpoint: found
    for path in sorted(Path(__file__).parent.glob("rows_*.py"))
    for endpoint, found in import_module(f"tests.permissions.{path.stem}").ROWS.items()
}


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    routes = set(app.view_functions)
    assert routes - set(ROWS) == set()
    assert set(ROWS) - routes == set()


def test_every_route_declares_its_access(app: Flask) -> None:
    assert [e for e in app.view_functions if access_of(app, e) is None] == []


@pytest.mark.parametrize("endpoint", sorted(ROWS))
def test_each_persona_gets_what_the_row_says(
    endpoint: str, app: Flask, session: Session, school: School
) -> None:
    expected = ROWS[endpoint]
    values = expected.make(app, session, school)
    session.commit()
    method = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint).methods or set()
    for persona in PERSONAS:
        pages = Pages(app, None if persona == "visitor" else persona)
        url = pages.url(endpoint, **values)
        if "GET" in method:
            response = pages.client.get(url)
        else:
            form = {**expected.data, "csrf_token": pages.csrf_token()}
            response = pages.client.post(url, data=form)
        _judge(persona, expected, response.status_code, response.location or "")


def _judge(persona: str, expected: Row, status: int, location: str) -> None:
    to_sign_in = location.startswith("/sign-in?next=")
    if persona in expected.may:
        assert status < 400 or status in expected.fine, f"{persona} got {status}"
        assert not to_sign_in, f"{persona} was sent to sign in"
    elif persona == "visitor":
        assert status == 302, f"a visitor got {status}"
        assert to_sign_in, f"a visitor was sent to {location}"
    else:
        wanted = 404 if persona in expected.hidden else 403
        assert status == wanted, f"{persona} got {status}, expected {wanted}"
