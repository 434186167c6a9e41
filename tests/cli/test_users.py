"""``flask users`` and ``flask worker``."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import WorkerRow
from tests.pages import Pages


def run(app: Flask, *args: str, stdin: str = "") -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=list(args), input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_a_person_made_with_a_password_signs_in(app: Flask, pages: Pages) -> None:
    code, _, _ = run(
        app, "users", "create", "new@school.example", "--name", "New", "--role", "instructor",
        "--organisation", "him", "--password-stdin", stdin="a good long one\n",
    )  # fmt: skip
    assert code == 0
    pages.post(
        "accounts.sign_in_submit",
        {"email": "new@school.example", "password": "a good long one"},
    )


def test_a_person_made_without_one_gets_a_link(app: Flask, pages: Pages) -> None:
    code, out, _ = run(
        app, "users", "create", "new@school.example", "--name", "New", "--role", "student"
    )
    assert code == 0
    pages.get("/" + out.strip().split("/", 3)[3])


def test_an_address_is_given_once(app: Flask) -> None:
    code, _, err = run(
        app, "users", "create", "ANA@persona.example", "--name", "A", "--role", "student"
    )
    assert code == 1
    assert "has an account already" in err


def test_a_poor_password_and_an_unknown_organization_are_refused(app: Flask) -> None:
    new = ["users", "create", "new@school.example", "--name", "N", "--role", "student"]
    assert run(app, *new, "--password-stdin", stdin="short\n")[0] == 1
    assert run(app, *new, "--organisation", "nowhere")[0] == 1
    assert run(app, *new, "--role", "king")[0] == 2


def test_the_list_is_json(app: Flask) -> None:
    code, out, _ = run(app, "users", "list", "--json")
    assert code == 0
    assert {"ana@persona.example", "ada@persona.example"} <= {r["email"] for r in json.loads(out)}


def test_a_reset_link_works_once(app: Flask, pages: Pages) -> None:
    _, out, _ = run(app, "users", "reset-password", "ana@persona.example")
    path = "/" + out.strip().split("/", 3)[3]
    pages.post(path, {"password": "another good one"})
    pages.as_(None).get(path, status=410)
    assert run(app, "users", "reset-password", "who@persona.example")[0] == 1


def test_a_worker_says_that_it_lives(app: Flask, session: Session) -> None:
    assert run(app, "worker", "--once")[0] == 0
    assert session.scalars(select(WorkerRow.name)).all() != []
