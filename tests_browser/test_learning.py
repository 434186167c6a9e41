"""A learner's first hour, and what a lesson, the code book and the sample chart do on the way."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests_browser.acts import choose, join
from tests_browser.conftest import Learner, NewContext

HEART = "/courses/body-circulation/heart"


def test_a_learners_first_hour(new_context: NewContext) -> None:
    page = join(new_context().new_page(), "Nadia Firsthour")
    _read_a_lesson(page)
    _practice(page)
    _review_a_card(page)
    page.goto("/progress")
    expect(page.locator("main")).to_contain_text(re.compile(r"1 of \d+"))
    expect(page.locator("main")).to_contain_text("Practice")


def _read_a_lesson(page: Page) -> None:
    page.goto("/courses")
    page.get_by_role("link", name=re.compile("heart, lungs")).first.click()
    page.locator("main").get_by_role("link", name="Heart", exact=True).first.click()
    page.wait_for_url(f"**{HEART}")
    page.locator("[data-term]").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#term-tip")).to_be_hidden()
    _test_oneself_on_a_figure(page)
    check = page.locator(".check").first
    check.get_by_role("radio").first.check()
    check.get_by_role("button", name="Check").click()
    expect(check).to_contain_text("You chose")
    expect(check.locator(".option-why")).to_have_count(4)
    expect(check.locator("[data-focus]")).to_be_focused()
    page.get_by_role("button", name=re.compile("^Done")).click()
    page.wait_for_url(lambda url: not url.endswith(HEART))


def _test_oneself_on_a_figure(page: Page) -> None:
    figure = page.locator("[data-figure]", has=page.locator("[data-figure-labels]")).first
    drawn = figure.locator("svg .fig-label text").first
    expect(drawn).to_be_visible()
    figure.get_by_role("button", name="Hide labels").click()
    expect(drawn).to_be_hidden()
    figure.get_by_role("button", name="Show", exact=True).first.click()
    figure.get_by_role("button", name="I knew it").first.click()
    expect(figure.get_by_role("status")).to_contain_text("1")


def _practice(page: Page) -> None:
    page.goto("/practice")
    page.get_by_label("Questions").fill("3")
    page.get_by_role("button", name="Start").click()
    for n in range(1, 4):
        page.wait_for_url(f"**/practice/*/{n}")
        choose(page)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#practice h2.notice-title, #practice .notice").first).to_be_visible()
        expect(page.locator(".option-why").first).to_be_visible()
        page.get_by_role("link", name=re.compile("Next question|See the summary")).click()
    page.wait_for_url("**/summary")
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 3 points")


def _review_a_card(page: Page) -> None:
    page.goto("/review/decks")
    page.get_by_role("button", name=re.compile("^Add")).first.click()
    page.goto("/review")
    left = page.get_by_role("heading", level=1).inner_text()
    show = page.get_by_role("button", name="Show answer")
    expect(show).to_be_focused()
    page.keyboard.press("Space")
    page.wait_for_url("**/review/*")
    page.keyboard.press("3")
    page.wait_for_url("**/review")
    assert page.get_by_role("heading", level=1).inner_text() != left


def test_an_organ_lights_up_when_its_name_has_the_focus(learner: Learner) -> None:
    page = learner()
    page.goto(HEART)
    name = page.locator("main button[data-organ]").first
    organ = page.locator(f"svg [data-organ={name.get_attribute('data-organ')}]").first
    name.focus()
    expect(organ).to_have_class(re.compile("fig-lit"))
    page.keyboard.press("Tab")
    expect(organ).not_to_have_class(re.compile("fig-lit"))


def test_code_search_answers_as_one_types(page: Page) -> None:
    page.goto("/codebook")
    field = page.get_by_role("searchbox").first
    field.press_sequentially("copd", delay=20)
    expect(page.get_by_role("link", name=re.compile("J44.9")).first).to_be_visible()
    field.fill("")
    field.press_sequentially("pnuemonia", delay=20)
    expect(page.locator("main")).to_contain_text("for: pneumonia")


def test_a_visitor_codes_the_sample_chart_and_nothing_is_stored(page: Page) -> None:
    page.goto("/sample")
    page.get_by_label("Search codes").fill("heart failure")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("button", name=re.compile("^Add [A-Z]")).first.click()
    assert page.get_by_label("Principal", exact=True).input_value()
    page.get_by_label("Discharge status").select_option("01")
    page.get_by_role("button", name="Grade my coding").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("codes right")
    expect(page.locator("main")).to_contain_text("Nothing was stored")
    page.goto("/sample")
    assert page.get_by_label("Principal", exact=True).input_value() == ""


def test_letters_typed_into_a_field_press_nothing(learner: Learner) -> None:
    page = learner()
    page.goto("/charts/duodenal-ulcer-bleed-nsaid")
    page.get_by_role("button", name="Open chart").click()
    page.wait_for_url("**/attempts/**")
    address = page.url
    letters = "abcdefghijklmnopqrstuvwxyz?0123456789"
    for field in ("#code-search", "#find"):
        page.locator(field).fill("")
        page.locator(field).press_sequentially(letters)
        assert page.locator(field).input_value() == letters
        assert page.url == address
