"""Journeys: a mock exam through a cut network, a chart to its feedback, consent and back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests_browser.conftest import NewContext, sign_in


def _start_exam(page: Page) -> None:
    page.goto("/exams/rhit-short")
    page.get_by_role("button", name=re.compile("start|begin|clock|go on", re.I)).first.click()
    page.wait_for_url("**/sittings/**")


def test_a_mock_exam_outlives_a_cut_network_and_goes_on_in_a_second_browser(
    new_context: NewContext,
) -> None:
    first = new_context()
    page = sign_in(first.new_page(), "ana")
    _start_exam(page)
    page.goto(re.sub(r"\d+$", "1", page.url))
    page.locator("input[name=choice]").first.check()
    expect(page.locator("[data-save-state]").first).to_contain_text("Saved")
    first.set_offline(True)
    page.locator("input[name=choice]").nth(1).check()
    expect(page.locator("[data-save-state]").first).to_contain_text("Kept on this device")
    first.set_offline(False)
    expect(page.locator("[data-save-state]").first).to_contain_text("Saved", timeout=20_000)
    chosen = page.locator("input[name=choice]").nth(1).get_attribute("value")
    address = page.url
    second = sign_in(new_context().new_page(), "ana")
    second.goto(address)
    expect(second.locator("input[name=choice]:checked")).to_have_attribute("value", chosen or "")
    second.goto(re.sub(r"/\d+$", "/review", address))
    second.get_by_role("button", name=re.compile("submit", re.I)).first.click()
    second.wait_for_url("**/result")
    expect(second.get_by_role("heading", level=1)).to_contain_text("practice score")
    page.reload()
    page.wait_for_url("**/result")


def test_a_chart_goes_from_blank_to_feedback(new_context: NewContext) -> None:
    page = sign_in(new_context().new_page(), "ana")
    page.goto("/charts/colles-fracture-parking-lot")
    page.locator("main form button").first.click()
    page.wait_for_url("**/attempts/**")
    page.get_by_role("searchbox").last.fill("S52.531A")
    page.get_by_role("button", name=re.compile("^Add")).first.click()
    expect(page.locator("main")).to_contain_text("Colles' fracture of right radius")
    page.goto(page.url.split("?")[0] + "/submit")
    page.locator("main form button").first.click()
    page.wait_for_url("**/feedback")
    expect(page.locator("main")).to_contain_text("Missed")


def test_consent_is_given_seen_and_withdrawn(new_context: NewContext) -> None:
    learner = sign_in(new_context().new_page(), "ana")
    learner.goto("/account/consent")
    expect(learner.get_by_role("heading", level=1)).to_be_visible()
    withdraw = learner.get_by_role("button", name=re.compile("withdraw", re.I))
    if withdraw.count():
        withdraw.first.click()
    for box in learner.locator("main input[type=checkbox]").all():
        box.check()
    learner.get_by_role("button", name=re.compile("share|consent|grant", re.I)).first.click()
    expect(withdraw.first).to_be_visible()
    withdraw.first.click()
    expect(learner.locator("main")).to_contain_text(re.compile("nothing|not share|withdr", re.I))


def test_a_lesson_question_is_checked_in_place_without_script(new_context: NewContext) -> None:
    page = sign_in(new_context(script=False).new_page(), "ana")
    page.goto("/courses/body-circulation/heart")
    page.locator("main form input[type=radio]").first.check()
    page.get_by_role("button", name=re.compile("check", re.I)).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("Your answer|The answer is|You chose"))


def test_code_search_answers_as_one_types(page: Page) -> None:
    page.goto("/codebook")
    page.get_by_role("searchbox").first.press_sequentially("copd", delay=30)
    expect(page.get_by_role("link", name=re.compile("J44.9")).first).to_be_visible()
