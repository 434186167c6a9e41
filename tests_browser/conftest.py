"""A server with the demonstration school, and Debian's Chromium driven by Playwright."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.config import ROOT
from app.operations.demo_accounts import PASSWORD
from app.reference import ensure_book

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
BOOK_CACHE = ROOT / "instance" / "test-book"
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}


class Site:
    """The running server: its address, and a way to take it off the network and back."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.port = data_dir, port
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.data_dir / "chartroom.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CHARTROOM_")}
        return {
            **kept,
            "CHARTROOM_DATA_DIR": str(self.data_dir),
            "CHARTROOM_BASE_URL": self.url,
            "FLASK_APP": "app:create_app",
        }

    def flask(self, *arguments: str) -> str:
        """Run a command on the school and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "app.wsgi:app", "--interface", "wsgi",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "1", "--no-ws", "--log-level", "critical",
        ]  # fmt: skip
        with (self.data_dir / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, start_new_session=True, stderr=log
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"nothing answers at {self.url}")

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration school on a server of its own."""
    folder = tmp_path_factory.mktemp("site")
    ensure_book(BOOK_CACHE)
    for file in BOOK_CACHE.glob("codebook-*.sqlite"):
        shutil.copy(file, folder / file.name)
    site = Site(folder, free_port())
    site.flask("setup", "--demo")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, site: Site) -> Iterator[NewContext]:
    """Make a browser with its own cookies; fails a test whose page met an error of script."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(size: str = "wide", scheme: str = "light", script: bool = True) -> BrowserContext:
        context = browser.new_context(
            base_url=site.url,
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A visitor's page, wide and light."""
    return new_context().new_page()


Learner = Callable[..., Page]


@pytest.fixture(scope="session")
def spare(site: Site) -> Iterator[str]:
    """Learners of the demonstration school but Ana, those who did least first."""
    query = "select email from users where id between 2 and 60 order by id desc"
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as database:
        found = [email.partition("@")[0] for (email,) in database.execute(query)]
    return iter(found)


@pytest.fixture
def learner(new_context: NewContext, spare: Iterator[str]) -> Learner:
    """Sign in as a learner whom no other test uses: ``learner("narrow", script=False)``."""

    def make(size: str = "wide", script: bool = True) -> Page:
        return sign_in(new_context(size, script=script).new_page(), next(spare))

    return make


_cookies: dict[str, list[Any]] = {}


def sign_in(page: Page, name: str) -> Page:
    """Sign in as ``ana``, ``ivan``, ``carla`` or ``admin`` of the demonstration school.

    The form is sent once a person, since ten tries in a quarter of an hour are all that one has;
    later browsers get the same session.
    """
    if name in _cookies:
        page.context.add_cookies(_cookies[name])
        page.goto("/")
        return page
    fill_sign_in(page, name)
    page.wait_for_url(lambda url: "/sign-in" not in url)
    _cookies[name] = page.context.cookies()
    return page


def fill_sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Send the form of the sign-in page."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@demo.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
