"""Takes the README's pictures from a fresh school: ``python -m tests_browser.pictures``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.config import ROOT
from app.reference import ensure_book
from tests_browser.conftest import BOOK_CACHE, CHROMIUM, FLAGS, Site, free_port, sign_in

FOLDER = ROOT / "docs" / "pictures"


def take(page: Page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def lesson(page: Page) -> None:
    page.goto("/courses/body-circulation/heart")
    page.locator(".figure").first.scroll_into_view_if_needed()
    take(page, "lesson")


def practice(page: Page) -> None:
    page.goto("/practice")
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_url("**/practice/*/1")
    place = 1
    while not page.locator("input[type=radio][name=choice]").count():
        place += 1
        page.goto(page.url.rpartition("/")[0] + f"/{place}")
    page.locator("input[type=radio][name=choice]").first.check()
    page.get_by_role("button", name="Check").first.click()
    page.locator(".notice").first.wait_for()
    take(page, "practice")


def workspace(page: Page) -> None:
    page.goto("/charts/duodenal-ulcer-bleed-nsaid")
    page.locator("main form button").first.click()
    page.wait_for_url("**/attempts/**")
    for words, code in (("acute duod ulcer hem", "K26.0"), ("posthemorrhagic anemia", "D62")):
        page.locator("#code-search").fill(words)
        page.get_by_role("button", name=f"Add {code}", exact=True).click()
        page.locator("#sheet").get_by_role("link", name=code, exact=True).wait_for()
    page.get_by_role("button", name="Move K26.0 up").click()
    page.locator("#dx [data-row]").first.get_by_role("link", name="K26.0").wait_for()
    page.get_by_label("Present on admission, K26.0").select_option("Y")
    page.locator("#sheet [data-save-state]", has_text="Saved at").wait_for()
    page.locator("#code-search").fill("D62")
    page.locator("#code-results", has_text="1 code").wait_for()
    take(page, "workspace")


def feedback(page: Page) -> None:
    page.goto("/charts/cholecystitis-ercp-bmi")
    page.locator("a[href$='/feedback']").first.click()
    take(page, "feedback")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pictures"))
    ensure_book(BOOK_CACHE)
    for file in BOOK_CACHE.glob("codebook-*.sqlite"):
        shutil.copy(file, folder / file.name)
    site = Site(folder, free_port())
    site.flask("setup", "--demo")
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(
                base_url=site.url, viewport={"width": 1280, "height": 800}
            )
            page = sign_in(context.new_page(), "ana")
            for picture in (lesson, practice, workspace, feedback):
                picture(page)
            browser.close()
    finally:
        site.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
