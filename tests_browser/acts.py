"""What people do in more than one journey: join a class, answer a question, walk by Tab."""

from __future__ import annotations

import html
import re
from itertools import count

from playwright.sync_api import Locator, Page, expect

CODE = "DEMO1KHR"
PASSWORD = "a few words in a row"
_numbers = count(1)

RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    || style.boxShadow !== "none";
}"""


def join(page: Page, name: str) -> Page:
    """Join Ivan's first class by its code as somebody new, who is signed in then."""
    page.goto("/join")
    page.get_by_label(re.compile("code", re.I)).fill(CODE)
    page.get_by_label(re.compile("code", re.I)).press("Enter")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"journey{next(_numbers)}@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url("**/today")
    return page


def choose(page: Page) -> None:
    """Give some answer to the open question, whatever its type; it is not sent yet."""
    fields = page.locator("main [name=choice]")
    kind = fields.first.get_attribute("type")
    if kind == "radio":
        fields.first.check()
    elif kind == "checkbox":
        words = page.locator(".item-choose").inner_text()
        wanted = {"two": 2, "three": 3, "four": 4}[words.rstrip(".").split()[-1]]
        for n in range(wanted):
            fields.nth(n).check()
    else:
        fields.first.fill("1")


def tab_to(page: Page, target: Locator, most: int = 150) -> None:
    """Press Tab until the target has the focus, and see that a ring shows it."""
    expect(target).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert page.evaluate(RING), f"no ring on {target}"
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"{most} times Tab do not lead to {target}")


def plain(markup: str) -> str:
    """The words of a page's source, without tags and in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
