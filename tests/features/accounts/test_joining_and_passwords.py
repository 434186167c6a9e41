"""Joining a class, passwords and the person's own settings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.accounts import service
from app.models import ClassMemberRow, ClassRow, JobRow, MembershipRow, UserRow
from app.operations import people
from tests.pages import Pages
from tests.personas import NOW, PASSWORD, School

NEW = {"name": "Nadia New", "email": "nadia@persona.example", "password": "twelve letters"}


def test_a_code_makes_an_account_a_member_at_once(
    pages: Pages, session: Session, school: School
) -> None:
    pages.post("accounts.join_submit", NEW, code="JOINSPRI")
    user = people.find(session, "nadia@persona.example")
    assert session.get(ClassMemberRow, (school.classes["Spring"], user)) is not None
    roles = session.scalars(select(MembershipRow.role).where(MembershipRow.user_id == user)).all()
    assert roles == ["student"]
    assert "Nadia New" in pages.get("accounts.account").text


def test_the_code_is_read_in_small_letters_too(pages: Pages) -> None:
    assert "Spring" in pages.get("accounts.join", code="joinspri").text


def test_an_unknown_code_says_what_to_do(pages: Pages) -> None:
    assert (
        "Check it with your instructor"
        in pages.get("accounts.join", code="NOTHING", status=404).text
    )


def test_an_address_that_has_an_account_is_told_to_sign_in(pages: Pages) -> None:
    taken = {**NEW, "email": "ANA@persona.example"}
    page = pages.post("accounts.join_submit", taken, code="JOINSPRI", status=422)
    assert "Sign in first" in page.text


def test_someone_signed_in_joins_once_however_often_she_presses(
    pages: Pages, session: Session, school: School
) -> None:
    for _ in range(2):
        pages.as_("cleo").post("accounts.join_submit", code="JOINSPRI")
    count = session.scalar(
        select(func.count())
        .select_from(ClassMemberRow)
        .where(ClassMemberRow.user_id == school.users["cleo"])
    )
    assert count == 2  # Autumn, where she was, and Spring


def test_a_closed_class_takes_nobody(pages: Pages, session: Session, school: School) -> None:
    with writing(session):
        session.execute(
            update(ClassRow).where(ClassRow.id == school.classes["Spring"]).values(join_open=False)
        )
    pages.post("accounts.join_submit", NEW, code="JOINSPRI", status=404)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", NEW["email"]])
def test_a_poor_password_is_refused_with_its_reason(pages: Pages, password: str) -> None:
    page = pages.post(
        "accounts.join_submit", {**NEW, "password": password}, code="JOINSPRI", status=422
    )
    assert "Use " in page.text


def test_a_link_sets_a_password_once(pages: Pages, session: Session, school: School) -> None:
    with writing(session):
        people.add_link(session, school.users["ana"], "reset", "the token", NOW)
    pages.get("accounts.set_password", token="the token")
    new = {"password": "another good one"}
    pages.post("accounts.set_password_submit", new, token="the token")
    pages.as_(None).post("accounts.set_password_submit", new, token="the token", status=410)
    pages.as_(None).post(
        "accounts.sign_in_submit",
        {"email": "ana@persona.example", "password": "another good one"},
    )


def test_an_expired_link_says_so(pages: Pages, session: Session, school: School) -> None:
    with writing(session):
        people.add_link(
            session, school.users["ana"], "reset", "old", NOW - timedelta(hours=1, seconds=1)
        )
    page = pages.get("accounts.set_password", token="old", status=410)
    assert "Ask for a new" in page.text


def test_a_new_link_ends_the_one_before(session: Session, school: School) -> None:
    with writing(session):
        people.add_link(session, school.users["ana"], "reset", "first", NOW)
        people.add_link(session, school.users["ana"], "reset", "second", NOW)
    with pytest.raises(service.RefusedError):
        service.usable_link(session, "first", NOW)
    assert service.usable_link(session, "second", NOW).user_id == school.users["ana"]


def test_asking_for_a_reset_looks_alike_for_any_address(pages: Pages, session: Session) -> None:
    known = pages.post("accounts.reset_submit", {"email": "ana@persona.example"}, status=200)
    unknown = pages.post("accounts.reset_submit", {"email": "who@persona.example"}, status=200)
    assert known.text.split("<main")[1] == unknown.text.split("<main")[1]
    jobs = session.scalars(select(JobRow.kind)).all()
    assert jobs == ["mail"]


def test_changing_the_password_needs_the_current_one(pages: Pages) -> None:
    ana = pages.as_("ana")
    wrong = {"current": "not it", "password": "another good one"}
    assert "not your current" in ana.post("accounts.change_password", wrong, status=422).text
    ana.post("accounts.change_password", {**wrong, "current": PASSWORD})
    ana.get("accounts.account")


def test_the_theme_decides_which_sheet_is_linked(pages: Pages) -> None:
    ana = pages.as_("ana")
    assert "prefers-color-scheme" in ana.get("accounts.account").text
    settings = {"name": "Ana Persona", "time_zone": "", "theme": "dark", "shortcuts": "y"}
    ana.post("accounts.account_submit", settings)
    page = ana.get("accounts.account").text
    assert "tokens-dark.css" in page
    assert "prefers-color-scheme" not in page


def test_two_roles_are_held_at_once_and_working_as_chooses_the_tabs(
    pages: Pages, app: Flask
) -> None:
    olga = pages.as_("olga")
    assert "Working as" in olga.get("accounts.account").text
    olga.post("accounts.work_as", {"membership": "instructor"})
    assert 'aria-current="true">Instructor' in olga.get("accounts.account").text


def test_naive_times_never_reach_the_table(session: Session, school: School) -> None:
    with pytest.raises(Exception, match="naive"), writing(session):
        session.execute(
            update(UserRow)
            .where(UserRow.id == school.users["ana"])
            .values(disabled_at=NOW.replace(tzinfo=None))
        )
