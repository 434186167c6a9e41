"""What one role does and another meets: an item published, work assigned, consent given."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests_browser.acts import choose, join
from tests_browser.conftest import Learner, NewContext, sign_in

STEM = "A clerk at Quillmore Hospital files a loose page. Which step comes first?"
OPTIONS = (
    (
        "Match it to the patient by two identifiers",
        "Two identifiers tie the page to one patient before it is put anywhere, so that no record "
        "receives a page of somebody else.",
        "",
    ),
    (
        "Stamp it with today's date",
        "The date of filing may be noted later; it does not say whose page it is, and a page in "
        "the wrong record does harm.",
        "date-first",
    ),
    (
        "Ask the physician to sign it",
        "A signature belongs to the author's duty and is asked for once the page is in the record "
        "to which it belongs.",
        "signature-first",
    ),
    (
        "Scan it with the other loose pages",
        "Scanning a batch before matching spreads pages over wrong records, which then have to be "
        "found and put right.",
        "scan-first",
    ),
)


def test_an_item_is_written_published_and_met_by_a_learner(
    learner: Learner, new_context: NewContext
) -> None:
    writer = sign_in(new_context().new_page(), "ivan")
    _write(writer)
    writer.get_by_role("button", name="Save draft").click()
    writer.wait_for_url("**/bank/items/*/edit*")
    writer.get_by_role("button", name="Preview").click()
    expect(writer.get_by_role("complementary")).to_contain_text(STEM)
    expect(writer.get_by_role("complementary")).to_contain_text("None found")
    writer.get_by_role("button", name="Publish").click()
    expect(writer.locator("main")).to_contain_text("Live")
    reader = learner()
    _meet(reader)
    reader.get_by_label(re.compile(OPTIONS[1][0])).check()
    reader.get_by_role("button", name="Check").click()
    expect(reader.locator("main")).to_contain_text("Not this one")
    for _, reason, _ in OPTIONS:
        expect(reader.locator("main")).to_contain_text(reason[:60])


def _write(page: Page) -> None:
    page.goto("/bank")
    page.get_by_role("link", name="New item").click()
    page.get_by_label("Short name").fill("d1-loose-page-first-step")
    page.get_by_label("Stem").fill(STEM)
    for n, (text, reason, slip) in enumerate(OPTIONS):
        option = page.get_by_role("group", name=f"Option {'ABCD'[n]}", exact=True)
        option.get_by_label("Text").fill(text)
        option.get_by_label("Rationale").fill(reason)
        option.get_by_label("Misconception").fill(slip)
        option.get_by_label("Correct").set_checked(not slip)
    page.get_by_label("Task").fill("1.5")
    page.get_by_label("Level").select_option("application")
    page.get_by_label("Purpose").select_option("practice")
    page.get_by_label("Source", exact=True).fill(_source(page))
    page.get_by_label("Place in the source").fill("Section 1")
    page.get_by_label("Checked on").fill("2026-11-24")


def _source(page: Page) -> str:
    return page.locator("#source-ids option").first.get_attribute("value") or ""


def _meet(page: Page) -> None:
    """Walk a set of all questions of the domain until the new one stands there."""
    page.goto("/practice")
    page.get_by_role("group", name="Domains").get_by_role("checkbox").first.check()
    page.get_by_label("Questions").fill("50")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/practice/*/1")
    while not page.get_by_text(STEM).count():
        page.get_by_role("link", name="Skip for now").click()
        page.wait_for_load_state()


def test_an_assignment_is_made_done_and_its_result_seen(new_context: NewContext) -> None:
    learner = join(new_context().new_page(), "Dario Handsin")
    teacher = sign_in(new_context().new_page(), "ivan")
    teacher.goto("/classes/1/assignments/new?kind=practice")
    teacher.get_by_label("Questions").fill("2")
    teacher.get_by_label("Title").fill("Two questions for Tuesday")
    closes = datetime.now(UTC) + timedelta(days=3)
    teacher.get_by_label("Closes").fill(closes.strftime("%Y-%m-%dT%H:%M"))
    teacher.get_by_role("button", name=re.compile("^Assign to")).click()
    teacher.wait_for_url(re.compile(r"/(assignments|classes)/\d+"))
    learner.goto("/today")
    task = learner.get_by_role("listitem").filter(has_text="Two questions for Tuesday")
    task.get_by_role("button", name="Start").click()
    for n in (1, 2):
        learner.wait_for_url(f"**/practice/*/{n}")
        choose(learner)
        learner.get_by_role("button", name="Check").click()
        learner.get_by_role("link", name=re.compile("Next question|See the summary")).click()
    learner.wait_for_url("**/summary")
    teacher.goto("/classes/1")
    teacher.get_by_role("link", name="Two questions for Tuesday").first.click()
    row = teacher.get_by_role("row", name=re.compile("^Dario Handsin"))
    expect(row).to_contain_text(re.compile("Done", re.I))
    expect(row).to_contain_text("of 2")


def test_the_career_office_sees_what_consent_opens_and_no_longer(new_context: NewContext) -> None:
    learner = join(new_context().new_page(), "Elke Consent")
    officer = sign_in(new_context().new_page(), "carla")
    address = _find_learner(officer)
    expect(officer.locator("main")).to_contain_text("does not share any learning")
    learner.goto("/account/consent")
    learner.get_by_label("Lessons", exact=False).first.check()
    soon = datetime.now(UTC) + timedelta(days=30)
    learner.locator("input[type=date]").first.fill(soon.strftime("%Y-%m-%d"))
    learner.get_by_role("button", name="Share until that day").click()
    expect(learner.locator("main")).to_contain_text("You share")
    officer.goto(address)
    expect(officer.locator("main")).to_contain_text("Shares with you")
    expect(officer.locator("main")).to_contain_text("Lessons done")
    learner.get_by_role("button", name="Withdraw now").click()
    expect(learner.locator("main")).to_contain_text("Nothing of your learning is shown")
    officer.goto(address)
    expect(officer.locator("main")).to_contain_text("does not share any learning")
    learner.reload()
    expect(learner.get_by_role("table")).to_contain_text("Carla Quillmore")


def _find_learner(officer: Page) -> str:
    officer.goto("/careers?q=Elke+Consent")
    officer.get_by_role("link", name="Elke Consent").click()
    officer.wait_for_url("**/careers/learners/*")
    return officer.url
