"""A mock exam: through a cut network, a second tab and a second device; by keys; without script."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests_browser.acts import choose, plain, tab_to
from tests_browser.conftest import Learner, NewContext, Site

ITEMS = 60


def begin(page: Page) -> str:
    """Start the short form and return the address of its questions without the number."""
    page.goto("/exams/rhit-short")
    page.get_by_role("button", name="Start, the clock begins").click()
    page.wait_for_url("**/sittings/*/*")
    return page.url.rpartition("/")[0]


def question(page: Page, sitting: str, kind: str, start: int = 1) -> int:
    """Open the next question of this kind (radio, checkbox, text) and return its number."""
    for n in range(start, ITEMS + 1):
        page.goto(f"{sitting}/{n}")
        if page.locator("main [name=choice]").first.get_attribute("type") in (kind, None):
            return n
    raise AssertionError(f"no question of kind {kind}")


def saved(page: Page, timeout: float = 10_000) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at", timeout=timeout)


def option(page: Page, n: int) -> None:
    page.locator(".option-row").nth(n).click()


def chosen(page: Page) -> list[bool]:
    return [one.is_checked() for one in page.locator("main [name=choice]").all()]


def submit(page: Page, sitting: str) -> None:
    page.goto(f"{sitting}/review")
    page.get_by_role("button", name="Submit exam").click()
    page.wait_for_url("**/result")
    expect(page.get_by_role("heading", level=1)).to_contain_text("practice score")


def test_answers_given_without_a_network_are_sent_when_it_is_back(learner: Learner) -> None:
    page = learner()
    context = page.context
    sitting = begin(page)
    n = question(page, sitting, "radio")
    option(page, 0)
    saved(page)
    context.set_offline(True)
    option(page, 1)
    expect(page.locator("[data-save-state]")).to_contain_text("Kept on this device, 1 not sent")
    option(page, 2)
    page.get_by_role("button", name="Flag for review").click()
    context.set_offline(False)
    saved(page, 20_000)
    page.goto(f"{sitting}/{n}")
    assert chosen(page) == [False, False, True, False]
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    submit(page, sitting)


def test_an_answer_kept_on_the_device_is_sent_after_the_page_was_closed(
    learner: Learner,
) -> None:
    page = learner()
    context = page.context
    sitting = begin(page)
    n = question(page, sitting, "radio")
    context.set_offline(True)
    option(page, 3)
    expect(page.locator("[data-save-state]")).to_contain_text("Kept on this device")
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{sitting}/{n}")
    expect(page.locator("main [name=choice]").nth(3)).to_be_checked(timeout=20_000)
    saved(page)


def test_of_two_tabs_the_newest_goes_on_and_the_other_waits(learner: Learner) -> None:
    first = learner()
    context = first.context
    sitting = begin(first)
    n = question(first, sitting, "radio")
    second = context.new_page()
    second.goto(f"{sitting}/{n}")
    halt = first.locator("[data-elsewhere]")
    expect(halt).to_be_visible()
    expect(first.locator("main [name=choice]").first).to_be_disabled()
    first.get_by_role("link", name="Continue here").click()
    expect(halt).to_be_hidden()
    expect(second.locator("[data-elsewhere]")).to_be_visible()
    option(first, 1)
    saved(first)


def test_of_two_devices_the_later_answer_does_not_overwrite_unseen(
    learner: Learner,
    new_context: NewContext,
) -> None:
    page = learner("narrow")
    phone = page.context
    sitting = begin(page)
    n = question(page, sitting, "radio")
    desk = _same_person(new_context, phone)
    desk.goto(f"{sitting}/{n}")
    option(page, 0)
    saved(page)
    option(desk, 1)
    expect(desk.locator("[data-elsewhere]")).to_contain_text("was not saved")
    desk.goto(f"{sitting}/{n}")
    assert chosen(desk)[0]
    submit(desk, sitting)
    page.goto(f"{sitting}/{n}")
    page.wait_for_url("**/result")


def _same_person(new_context: NewContext, context: BrowserContext) -> Page:
    other = new_context()
    other.add_cookies(context.cookies())  # type: ignore[arg-type]
    return other.new_page()


def test_no_answer_leaves_the_server_before_the_exam_is_over(learner: Learner) -> None:
    page = learner()
    context = page.context
    sitting = begin(page)
    question(page, sitting, "radio")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        option(page, 0)
    told = [sent.value.text()]
    for address in [*range(1, ITEMS + 1), "review", "answers", "result"]:
        told.append(context.request.get(f"{sitting}/{address}").text())
    submit(page, sitting)
    reasons = _reasons(page, sitting)
    assert len(reasons) > 2 * ITEMS
    seen = plain(" ".join(told))
    assert [reason for reason in reasons if reason in seen] == []
    assert reasons[0] in plain(context.request.get(f"{sitting}/answers?show=all").text())


def _reasons(page: Page, sitting: str) -> list[str]:
    """Every option's rationale, as the pages after the exam give it."""
    found: list[str] = []
    page.goto(f"{sitting}/answers?show=all")
    while True:
        whys = page.locator(".option-why")
        found += whys.evaluate_all("all => all.map(one => one.childNodes[1].textContent.trim())")
        following = page.get_by_role("link", name="Next", exact=False)
        if not following.count():
            return [" ".join(one.split()) for one in found]
        following.first.click()


def test_time_over_locks_the_page_and_leads_to_the_result(learner: Learner, site: Site) -> None:
    page = learner()
    sitting = begin(page)
    n = question(page, sitting, "radio")
    option(page, 0)
    saved(page)
    _end_in(site, int(sitting.rpartition("/")[2]), seconds=3)
    page.goto(f"{sitting}/{n}")
    over = page.locator("[data-time-over]")
    expect(over).to_contain_text(f"1 of {ITEMS} answers are in")
    expect(over.get_by_role("link", name="See what happens next")).to_be_focused()
    expect(page.locator("main [name=choice]").first).to_be_disabled()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result")
    expect(page.locator("main")).to_contain_text("Time closed this exam")


def _end_in(site: Site, sitting: int, seconds: float) -> None:
    """Move the deadline near, as if the hours before it had gone by."""
    ends = datetime.now(UTC) + timedelta(seconds=seconds)
    with closing(sqlite3.connect(site.database)) as database, database:
        database.execute(
            "update sittings set deadline_at = ? where id = ?",
            (ends.strftime("%Y-%m-%d %H:%M:%S.%f"), sitting),
        )


def test_the_time_left_is_spoken_four_times(learner: Learner) -> None:
    page = learner()
    page.clock.install()
    begin(page)
    page.evaluate(
        """() => {
          window.heard = [];
          const voice = document.querySelector("[data-timer-voice]");
          new MutationObserver(() => voice.textContent && window.heard.push(voice.textContent))
            .observe(voice, { childList: true, characterData: true, subtree: true });
        }"""
    )
    for _ in range(94):
        page.clock.run_for(60_000)
    assert page.evaluate("window.heard") == [
        "30 minutes left",
        "10 minutes left",
        "5 minutes left",
        "1 minute left",
    ]


def test_submission_waits_for_an_answer_that_was_not_sent(learner: Learner) -> None:
    page = learner()
    context = page.context
    sitting = begin(page)
    n = question(page, sitting, "radio")
    pattern = f"**{sitting.partition('/sittings')[2]}/{n}"
    context.route(pattern, lambda r: r.abort() if r.request.method == "POST" else r.fallback())
    option(page, 1)
    expect(page.locator("[data-save-state]")).to_contain_text("Kept on this device")
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(f"{sitting}/review")
    page.get_by_role("button", name="Submit exam").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Kept on this device")
    assert page.url.endswith("/review")
    context.unroute(pattern)
    page.wait_for_url("**/result", timeout=20_000)
    page.goto(f"{sitting}/answers?show=all")
    expect(page.locator("main")).to_contain_text(re.compile("You chose B"))


def test_a_mock_exam_is_taken_by_keys_alone(learner: Learner) -> None:
    page = learner()
    page.goto("/exams/rhit-short")
    tab_to(page, page.get_by_role("button", name="Start, the clock begins"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sittings/*/1")
    for n in range(1, 4):
        _answer_by_keys(page)
        page.keyboard.press("f")
        saved(page)
        expect(page.locator("[data-counts]")).to_have_text(f"{n} answered, {n} flagged")
        page.keyboard.press("n")
        page.wait_for_url(f"**/{n + 1}")
    page.keyboard.press("p")
    page.wait_for_url("**/3")
    page.keyboard.press("t")
    expect(page.locator("[data-timer-voice]")).to_contain_text("left")
    tab_to(page, page.get_by_role("button", name="Review and submit"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/review*")
    tab_to(page, page.get_by_role("button", name="Submit exam"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/result")


def _answer_by_keys(page: Page) -> None:
    kind = page.locator("main [name=choice]").first.get_attribute("type")
    if kind == "radio":
        page.keyboard.press("b")
    elif kind == "checkbox":
        page.keyboard.press("a")
        page.keyboard.press("2")
    else:
        tab_to(page, page.locator("main [name=choice]"))
        page.keyboard.type("1")
        saved(page)
        page.keyboard.press("Tab")


def test_single_keys_can_be_turned_off(learner: Learner) -> None:
    page = learner()
    page.goto("/exams/rhit-short")
    page.get_by_role("button", name="Turn single keys off").click()
    sitting = begin(page)
    question(page, sitting, "radio")
    page.keyboard.press("b")
    page.keyboard.press("f")
    assert not any(chosen(page))
    expect(page.get_by_role("button", name="Flag for review")).to_be_visible()


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_mock_exam_works_without_script(learner: Learner, size: str) -> None:
    page = learner(size, script=False)
    sitting = begin(page)
    n = question(page, sitting, "radio")
    option(page, 2)
    page.get_by_role("button", name="Save answer").click()
    page.goto(f"{sitting}/{n}")
    assert chosen(page) == [False, False, True, False]
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(f"**/{n + 1}")
    choose(page)
    page.get_by_role("button", name="Review and submit").click()
    page.wait_for_url("**/review*")
    page.get_by_role("button", name="Submit exam").click()
    page.wait_for_url("**/result")
