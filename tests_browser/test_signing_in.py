"""Each role signs in and lands where it works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests_browser.conftest import NewContext, fill_sign_in, sign_in


@pytest.mark.parametrize(
    ("name", "path"),
    [("ana", "/today"), ("ivan", "/today"), ("carla", "/careers"), ("admin", "/admin")],
)
def test_each_role_lands_on_its_first_tab(page: Page, name: str, path: str) -> None:
    sign_in(page, name)
    assert page.url.endswith(path)
    expect(page.get_by_role("navigation", name="Sections").first).to_be_visible()


def test_a_wrong_password_puts_the_focus_on_what_is_wrong(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("ana@demo.example")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Error: Sign in, Chartroom")
    expect(page.get_by_role("alert")).to_be_focused()


def test_signing_in_and_out_works_without_script(new_context: NewContext) -> None:
    page = new_context(script=False).new_page()
    fill_sign_in(page, "ana")
    page.wait_for_url("**/today")
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in")


def test_signing_in_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").focus()
    page.keyboard.type("ana@demo.example")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "password":
            break
    page.keyboard.type("chartroom-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
