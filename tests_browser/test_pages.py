"""Every page, in both schemes and widths: axe, headings, width, console, hosts, the focus ring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError
from werkzeug.exceptions import HTTPException

from app import create_app
from tests_browser.acts import RING, join
from tests_browser.addresses import NO_PAGE, PAGES, make_objects
from tests_browser.conftest import SIZES, Site, sign_in

LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
TARGETS = {"target-size": {"enabled": True}}
RULES: dict[str, dict[str, object]] = {"light": {"rules": TARGETS}, "dark": {"runOnly": COLORS}}
"""All of axe's rules in the light scheme; in the dark one the same page differs by colors alone."""


SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
  const cut = [...document.querySelectorAll("main *")].filter((e) => {
    const style = getComputedStyle(e);
    return style.overflow === "hidden" && e.checkVisibility() && e.clientHeight > 1
      && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2);
  });
  document.adoptedStyleSheets.pop();
  return cut.map((e) => e.outerHTML.slice(0, 120));
}"""
"""What is cut off when a reader spaces text as WCAG 1.4.12 lets her."""


class Walk:
    """A browser of each role, the ids of what is walked, and what went wrong on the way."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.contexts: dict[str, BrowserContext] = {}
        self.said: list[str] = []
        self.hosts: set[str] = set()
        self.browser, self.site = browser, site
        self.ids: dict[str, str] = {}

    def context(self, role: str) -> BrowserContext:
        """This role's browser; signed in when made."""
        if role not in self.contexts:
            made = self.browser.new_context(base_url=self.site.url, reduced_motion="reduce")
            made.on("console", self._console)
            made.on("weberror", self._weberror)
            made.on("request", self._request)
            self.contexts[role] = made
            if role == "learner":
                join(made.new_page(), "Nora Everypage")
            elif role != "visitor":
                sign_in(made.new_page(), role)
        return self.contexts[role]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append(message.text)

    def _weberror(self, error: WebError) -> None:
        self.said.append(str(error.error))

    def _request(self, request: Request) -> None:
        self.hosts.add(request.url.split("/")[2])

    def page(self, role: str) -> Page:
        return self.context(role).new_page()


@pytest.fixture(scope="module")
def walk(browser: Browser, site: Site) -> Iterator[Walk]:
    walk = Walk(browser, site)
    walk.ids = make_objects(site, walk.page("learner"), walk.page("admin"))
    yield walk
    for context in walk.contexts.values():
        context.close()


@pytest.mark.parametrize(
    ("role", "address"), [(role, one) for role, all_of in PAGES.items() for one in all_of]
)
def test_page_is_sound(walk: Walk, role: str, address: str) -> None:
    page = walk.page(role)
    walk.said.clear()
    walk.hosts.clear()
    answer = page.goto(address.format(**walk.ids))
    assert answer is not None
    expected = 404 if address in ("/no/such/page", "/codebook/cm/X99999") else 200
    assert answer.status in (expected, 200)
    faults = _ring(page) + _looks(page)
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if answer.status == 200:
        faults += walk.said
    page.close()
    assert faults == []
    assert walk.hosts == {walk.site.url.split("/")[2]}


def _looks(page: Page) -> list[str]:
    """Violations that axe finds, and what is wider than the window."""
    found = []
    for size, scheme in LOOKS:
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for one in Axe().run(page, options=RULES[scheme]).response["violations"]:
            places = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            found.append(f"{size} {scheme}: {one['id']}: {places}")
        found += [f"{size}: cut when spaced: {part}" for part in page.evaluate(SPACED)]
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} px wide in a window of {width}")
    return found


def _ring(page: Page) -> list[str]:
    """The page's main act shows that it has the focus."""
    act = page.locator("main .btn--primary:visible").first
    if not act.count():
        return []
    page.keyboard.press("Tab")
    act.focus()
    return [] if page.evaluate(RING) else [f"no ring on {act.inner_text()}"]


def test_the_table_has_every_page(tmp_path: Path) -> None:
    """A new route of GET needs an address in the table, or a reason why it is no page."""
    app = create_app(env="testing", data_dir=tmp_path, secret_key="long enough for this test")
    adapter = app.url_map.bind("localhost")
    walked = set()
    for address in (one for all_of in PAGES.values() for one in all_of):
        path = address.partition("?")[0].format_map(_Ones())
        try:
            walked.add(adapter.match(path, method="GET")[0])
        except HTTPException:
            assert address == "/no/such/page"
    routes = {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    assert routes - walked - NO_PAGE.keys() == set()
    assert walked & NO_PAGE.keys() == set()


class _Ones(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "1"
