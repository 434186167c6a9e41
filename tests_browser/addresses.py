"""Every page of the application once, with the role that sees most of it.

``{…}`` stand for ids of the demonstration school and of what ``make_objects`` adds to it.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Page

from tests_browser.acts import choose
from tests_browser.conftest import Site

PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "/", "/sample", "/sign-in", "/join", "/join/DEMO1KHR", "/password/reset",
        "/password/set/{token}", "/codebook", "/codebook?q=copd", "/codebook?q=zzzzzz",
        "/codebook/cm/E11.22", "/codebook/cm/I10", "/codebook/pcs/0SRC0J9", "/codebook/pcs/0SR",
        "/codebook/drg/193", "/codebook/cm/X99999", "/codebook/pcs/guidelines",
        "/codebook/pcs/guidelines/B3.2", "/codebook/editions", "/no/such/page",
    ),
    "ana": (
        "/today", "/courses", "/courses/body-circulation", "/courses/body-circulation/heart",
        "/courses/body-circulation/heart/check/cy-heart-1", "/courses/figures/heart-section",
        "/courses/terms", "/exams", "/exams/rhit-short", "/sittings/{closed_sitting}/result",
        "/sittings/{closed_sitting}/answers?show=all", "/charts",
        "/charts/duodenal-ulcer-bleed-nsaid", "/attempts/{graded_attempt}/feedback", "/progress",
        "/account", "/account/consent",
    ),
    "learner": (
        "/today", "/practice", "/practice/{practice}/1", "/practice/{practice}/2",
        "/practice/{practice}/1/report", "/practice/{practice}/summary", "/review",
        "/review/{card}", "/review/decks", "/progress", "/exams", "/sittings/{sitting}",
        "/sittings/{sitting}/2", "/sittings/{sitting}/review", "/charts", "/attempts/{attempt}",
        "/attempts/{attempt}?q=asthma&pane=search",
        "/attempts/{attempt}/document/{document}", "/attempts/{attempt}/submit",
        "/account/consent",
    ),
    "ivan": (
        "/today", "/classes", "/classes/{class}", "/classes/{class}/list",
        "/classes/{class}/learners/{ana}", "/classes/{class}/assignments/new",
        "/classes/{class}/assignments/new?kind=form", "/assignments/1", "/assignments/2/results",
        "/assignments/3", "/assignments/4/edit", "/assignments/2/learners/{ana}/override", "/bank",
        "/bank?text=zzzz", "/bank/reports", "/bank/items/{item}", "/bank/items/{item}/edit",
        "/bank/items/new", "/bank/items/new?type=multiple", "/bank/items/new?type=numeric",
        "/bank/items/new?type=scenario", "/bank/lessons/new", "/bank/lessons/{lesson}/edit",
        "/bank/documents/{item}/history", "/insights",
    ),
    "carla": ("/careers", "/careers?q=zzzz", "/careers/learners/{ana}", "/account"),
    "admin": (
        "/admin", "/admin/people", "/admin/people/invite", "/admin/people/list",
        "/admin/people/{ana}", "/admin/organisations", "/admin/organisations/1",
        "/admin/content", "/admin/audit", "/admin/jobs/{job}",
    ),
}  # fmt: skip

NO_PAGE = {
    "static": "a file",
    "system.healthz": "for machines",
    "careers.cohort_file": "a CSV file",
    "classes.assignment_csv": "a CSV file",
    "classes.questions_csv": "a CSV file",
    "charts.codes": "a part of the workspace",
    "codebook.results": "a part of the code book",
    "practice.count": "a part of the page that builds a set",
    "administration.conflict": "needs a file that differs from the bank; walked in tests/features",
    "dev.components": "in development alone",
}
"""Endpoints of GET that are no pages of their own here, and why."""

QUERIES = {
    "ana": "select id from users where email = 'ana@demo.example'",
    "class": "select min(id) from classes",
    "item": "select min(id) from documents where kind = 'item'",
    "lesson": "select min(id) from documents where kind = 'lesson'",
    "closed_sitting": "select min(id) from sittings where user_id = 1 and kind = 'exam'",
    "graded_attempt": "select min(id) from chart_attempts where user_id = 1",
}


def make_objects(site: Site, learner: Page, admin: Page) -> dict[str, str]:
    """Ids by name; the learner opens an exam, a set, a chart and a card, the admin a job."""
    ids = _ids(site)
    printed = site.flask("users", "reset-password", "carla@demo.example")
    ids["token"] = printed.strip().rpartition("/")[2]
    learner.goto("/exams/rhit-short")
    learner.get_by_role("button", name="Start, the clock begins").click()
    ids["sitting"] = _last_id(learner, r"/sittings/(\d+)")
    learner.goto("/practice")
    learner.get_by_role("button", name="Start", exact=True).click()
    ids["practice"] = _last_id(learner, r"/practice/(\d+)")
    choose(learner)
    learner.get_by_role("button", name="Check").click()
    learner.locator(".option-why").first.wait_for()
    learner.goto("/charts/duodenal-ulcer-bleed-nsaid")
    learner.get_by_role("button", name="Open chart").click()
    ids["attempt"] = _last_id(learner, r"/attempts/(\d+)")
    ids["document"] = learner.locator("#record").get_attribute("data-document") or ""
    learner.goto("/review/decks")
    learner.get_by_role("button", name=re.compile("^Add")).first.click()
    learner.goto("/review")
    learner.get_by_role("button", name="Show answer").click()
    ids["card"] = _last_id(learner, r"/review/(\d+)")
    admin.goto("/admin/content")
    admin.get_by_role("button", name="See what would change").click()
    ids["job"] = _last_id(admin, r"/admin/jobs/(\d+)")
    return ids


def _ids(site: Site) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as database:
        return {name: str(database.execute(query).fetchone()[0]) for name, query in QUERIES.items()}


def _last_id(page: Page, pattern: str) -> str:
    page.wait_for_url(re.compile(pattern))
    found = re.search(pattern, page.url)
    assert found is not None
    return found[1]
