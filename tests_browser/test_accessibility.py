"""axe on the pages of each role, both schemes, both widths; and what every page keeps to."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests_browser.conftest import NewContext, sign_in

PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "/", "/sample", "/sign-in", "/join", "/join/DEMO1KHR", "/password/reset", "/codebook",
        "/codebook?q=copd", "/codebook/cm/E11.22", "/codebook/pcs/0SRC0J9", "/codebook/drg/193",
        "/codebook/editions", "/no/such/page",
    ),
    "ana": (
        "/today", "/courses", "/courses/body-circulation", "/courses/body-circulation/heart",
        "/courses/terms", "/practice", "/exams", "/exams/rhit-short", "/charts",
        "/charts/duodenal-ulcer-bleed-nsaid", "/review", "/review/decks", "/progress", "/account",
        "/account/consent",
    ),
    "ivan": ("/today", "/classes", "/classes/1", "/bank", "/bank/reports", "/insights"),
    "carla": ("/careers",),
    "admin": ("/admin", "/admin/people", "/admin/organisations", "/admin/content", "/admin/audit"),
}  # fmt: skip
LOOKS = (("wide", "light"), ("wide", "dark"), ("narrow", "light"), ("narrow", "dark"))


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with the page at this address."""
    page.goto(path)
    found = [
        f"{path}: {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{path}: scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append(f"{path}: {page.locator('h1').count()} h1")
    return found


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_have_no_barrier_and_no_sideways_scroll(
    new_context: NewContext, name: str, size: str, scheme: str
) -> None:
    page = new_context(size, scheme).new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    if name != "visitor":
        sign_in(page, name)
    found = [fault for path in PAGES[name] for fault in faults(page, path)]
    assert found == []
    assert len(hosts) == 1, f"asked other hosts: {hosts}"
