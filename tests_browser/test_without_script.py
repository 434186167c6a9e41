"""Without JavaScript: a lesson's question, practice, the code book (exam and chart stand apart)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests_browser.acts import choose
from tests_browser.conftest import Learner, NewContext


def test_a_lesson_question_is_checked_in_place(learner: Learner) -> None:
    page = learner(script=False)
    page.goto("/courses/body-circulation/heart")
    check = page.locator(".check").first
    check.get_by_role("radio").first.check()
    check.get_by_role("button", name="Check").click()
    expect(page.locator("main")).to_contain_text("You chose")
    expect(page.locator(".option-why").first).to_be_visible()


def test_practice_gives_its_reasons(learner: Learner) -> None:
    page = learner("narrow", script=False)
    page.goto("/practice")
    page.get_by_label("Questions").fill("1")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/practice/*/1")
    choose(page)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".option-why").first).to_be_visible()
    page.get_by_role("link", name="See the summary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 1 point")


def test_the_code_book_is_searched_by_its_form(new_context: NewContext) -> None:
    page = new_context(script=False).new_page()
    page.goto("/codebook")
    page.get_by_role("searchbox").first.fill("copd")
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("link", name=re.compile("J44.9")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("J44.9")
