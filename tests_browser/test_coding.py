"""A chart from blank to feedback: with the mouse, by keys alone, and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests_browser.acts import tab_to
from tests_browser.conftest import Learner

ULCER = "/charts/duodenal-ulcer-bleed-nsaid"
COLLES = "/charts/colles-fracture-parking-lot"


def rows(page: Page, table: str = "dx") -> list[str]:
    """The codes of the worksheet in their order."""
    return page.locator(f"#{table} [data-row] a.code").all_inner_texts()


def saved(page: Page) -> None:
    expect(page.locator("#sheet [data-save-state]")).to_contain_text("Saved at")


def search(page: Page, words: str) -> None:
    field = page.locator("#code-search")
    field.fill("")
    field.press_sequentially(words, delay=10)


def add(page: Page, words: str, code: str) -> None:
    search(page, words)
    page.get_by_role("button", name=f"Add {code}", exact=True).click()
    expect(page.locator("#sheet").get_by_role("link", name=code, exact=True)).to_be_visible()


def test_a_chart_goes_from_blank_to_feedback(learner: Learner) -> None:
    page = learner()
    page.goto(ULCER)
    page.get_by_role("button", name=re.compile("Open chart|Code it again")).click()
    page.wait_for_url("**/attempts/*")
    _read_the_record(page)
    add(page, "acute duodenal ulcer hemorrhage", "K26.0")
    add(page, "K92.1", "K92.1")
    assert rows(page) == ["K26.0", "K92.1"]
    page.get_by_label("Present on admission, K26.0").select_option("Y")
    page.get_by_label("Discharge status").select_option("01")
    page.get_by_role("button", name="Move K92.1 up").click()
    expect(page.locator("#dx [data-row] a.code").first).to_have_text("K92.1")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#dx [data-row] a.code").first).to_have_text("K26.0")
    saved(page)
    expect(page.locator("#sheet")).to_contain_text("MS-DRG")
    page.reload()
    assert rows(page) == ["K26.0", "K92.1"]
    assert page.get_by_label("Present on admission, K26.0").input_value() == "Y"
    page.get_by_role("link", name="Check and submit").click()
    page.wait_for_url("**/submit")
    page.get_by_role("button", name="Submit for grading").click()
    _read_the_feedback(page)


def _read_the_record(page: Page) -> None:
    page.get_by_label("Find in record").fill("wife")
    page.get_by_label("Find in record").press("Enter")
    expect(page.locator("#record mark").first).to_be_visible()


def _read_the_feedback(page: Page) -> None:
    page.wait_for_url("**/feedback")
    expect(page.get_by_role("heading", level=1)).to_contain_text("codes right")
    kinds = page.get_by_role("navigation", name="Findings by kind")
    expect(kinds).to_contain_text("Missed")
    expect(page.locator("#findings")).to_contain_text("K92.1")
    expect(page.locator("#findings")).to_contain_text("MS-DRG")
    page.keyboard.press("j")
    expect(page.locator("[data-walk-said]")).to_contain_text("1")
    page.locator("#findings [data-evidence]").first.click()
    expect(page.locator(".desk mark").first).to_be_visible()


def test_a_chart_is_coded_by_keys_alone(learner: Learner) -> None:
    page = learner()
    page.goto(COLLES)
    tab_to(page, page.get_by_role("button", name=re.compile("Open chart|Code it again")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/attempts/*")
    page.keyboard.press("/")
    expect(page.locator("#code-search")).to_be_focused()
    page.keyboard.type("S52.531A")
    added = page.get_by_role("button", name="Add S52.531A", exact=True)
    expect(added).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(added).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet").get_by_role("link", name="S52.531A")).to_be_visible()
    saved(page)
    page.keyboard.press("s")
    tab_to(page, page.get_by_label("Discharge status"))
    page.keyboard.type("01")
    saved(page)
    tab_to(page, page.get_by_role("link", name="Check and submit"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit")
    tab_to(page, page.get_by_role("button", name="Submit for grading"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/feedback")
    page.keyboard.press("j")
    expect(page.locator("[data-walk-said]")).to_contain_text("1")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_chart_is_coded_without_script(learner: Learner, size: str) -> None:
    page = learner(size, script=False)
    page.goto(COLLES)
    page.get_by_role("button", name=re.compile("Open chart|Code it again")).click()
    page.wait_for_url("**/attempts/*")
    if size == "narrow":
        page.get_by_role("link", name="Search", exact=True).click()
    page.locator("#code-search").fill("s52531a")
    page.locator("#code-search").press("Enter")
    page.get_by_role("button", name="Add S52.531A").click()
    if size == "narrow":
        page.get_by_role("link", name=re.compile("^Sheet")).click()
    assert rows(page) == ["S52.531A"]
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_role("button", name="Submit for grading").click()
    page.wait_for_url("**/feedback")
    expect(page.get_by_role("heading", level=1)).to_contain_text("codes right")


def test_two_tabs_of_a_chart_lose_no_code(learner: Learner) -> None:
    first = learner()
    context = first.context
    first.goto(COLLES)
    first.get_by_role("button", name=re.compile("Open chart|Code it again")).click()
    first.wait_for_url("**/attempts/*")
    second = context.new_page()
    second.goto(first.url)
    add(first, "S52.531A", "S52.531A")
    search(second, "E11.9")
    second.get_by_role("button", name="Add E11.9", exact=True).click()
    expect(second.locator("main")).to_contain_text(re.compile("Keep both", re.I))
    second.get_by_role("button", name=re.compile("Keep both", re.I)).first.click()
    second.wait_for_url("**/attempts/*")
    expect(second.locator("#dx")).to_contain_text("E11.9")
    assert sorted(rows(second)) == ["E11.9", "S52.531A"]
