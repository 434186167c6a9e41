"""Signing in and out."""

from __future__ import annotations

import statistics
import time

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.accounts.routes import safe_next
from app.models import AuthSessionRow, UserRow
from app.operations.tokens import hash_token
from tests.conftest import FakeClock
from tests.pages import Pages, without_tokens
from tests.personas import PASSWORD, School


def sign_in(pages: Pages, email: str, password: str, status: int = 302, **more: str) -> str:
    data = {"email": email, "password": password, **more}
    return pages.post("accounts.sign_in_submit", data, status=status).location or ""


def test_the_right_password_opens_the_school(pages: Pages) -> None:
    assert sign_in(pages, "Ana@Persona.example ", PASSWORD) == "/today"
    assert "Ana Persona" in pages.get("accounts.account").text


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(pages: Pages) -> None:
    wrong = pages.post(
        "accounts.sign_in_submit", {"email": "ana@persona.example", "password": "no"}, status=422
    )
    unknown = pages.post(
        "accounts.sign_in_submit", {"email": "who@persona.example", "password": "no"}, status=422
    )
    strip = lambda page: without_tokens(page).replace("who@", "ana@").split("<main")[1]  # noqa: E731
    assert strip(wrong) == strip(unknown)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(pages: Pages) -> None:
    def seconds(email: str) -> float:
        started = time.perf_counter()
        sign_in(pages, email, "wrong", status=422)
        return time.perf_counter() - started

    seconds("warm@up.example")
    known = statistics.median(seconds("ana@persona.example") for _ in range(5))
    unknown = statistics.median(seconds(f"who{n}@persona.example") for n in range(5))
    assert 0.5 < known / unknown < 2


def test_the_eleventh_try_within_fifteen_minutes_is_refused(pages: Pages, clock: FakeClock) -> None:
    for _ in range(10):
        sign_in(pages, "ana@persona.example", "wrong", status=422)
    sign_in(pages, "ana@persona.example", PASSWORD, status=429)
    clock.move(minutes=16)
    sign_in(pages, "ana@persona.example", PASSWORD)


def test_signing_out_ends_the_session_for_good(pages: Pages, session: Session) -> None:
    ana = pages.as_("ana")
    ana.post("accounts.sign_out")
    ana.get("accounts.account", status=302)
    again = pages.as_("ana")
    again.get("accounts.account", status=302)


def test_sign_out_everywhere_ends_every_session(pages: Pages) -> None:
    phone, laptop = pages.as_(None), pages.as_("ana")
    sign_in(phone, "ana@persona.example", PASSWORD)
    laptop.post("accounts.sign_out_everywhere")
    phone.get("accounts.account", status=302)


def test_a_session_ends_after_thirty_days_without_use(pages: Pages, clock: FakeClock) -> None:
    sign_in(pages, "ana@persona.example", PASSWORD)
    clock.move(days=29)
    pages.get("accounts.account")
    clock.move(days=29)
    pages.get("accounts.account")
    clock.move(days=31)
    pages.get("accounts.account", status=302)


def test_a_disabled_account_is_out_at_once(
    pages: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    with writing(session):
        session.execute(
            update(UserRow).where(UserRow.id == school.users["ana"]).values(disabled_at=clock())
        )
    pages.as_("ana").get("accounts.account", status=302)
    sign_in(pages, "ana@persona.example", PASSWORD, status=422)


def test_the_table_holds_hashes_and_no_token(pages: Pages, session: Session) -> None:
    sign_in(pages, "ana@persona.example", PASSWORD)
    with pages.client.session_transaction() as cookie:
        token = cookie["token"]
    hashes = session.scalars(select(AuthSessionRow.token_hash)).all()
    assert token not in hashes
    assert hash_token(token) in hashes


def test_a_form_without_its_token_gets_400(pages: Pages) -> None:
    data = {"email": "ana@persona.example", "password": PASSWORD}
    pages.post("accounts.sign_in_submit", data, status=400, csrf=False)


def test_one_goes_on_to_the_page_that_was_asked_for(pages: Pages) -> None:
    asked = pages.get("accounts.account", status=302).location
    assert asked == "/sign-in?next=/account"
    got = sign_in(pages, "ana@persona.example", PASSWORD, next="/account")
    assert got == "/account"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "", None]
)
def test_an_address_elsewhere_is_never_gone_to(target: str | None) -> None:
    assert safe_next(target) is None
