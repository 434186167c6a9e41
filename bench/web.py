"""CPU of pages and saves under the real server, beside a bare Flask application in turns."""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import Client

from bench.domain import Row
from bench.install import (
    cookie_of,
    cpu_seconds,
    csrf_of,
    free_port,
    install,
    kill,
    resident_mb,
    start_server,
    wait_for,
)
from bench.saving import start_sittings

PAGE_LIMIT, SAVE_LIMIT, SESSION_LIMIT = 2.5, 1.7, 150.0
ROUNDS, REQUESTS = 7, 300
Act = Callable[[int], Any]


class Browser:
    """One keep-alive connection of one signed-in learner; the bare application ignores who."""

    def __init__(self, app: Flask, port: int, learner: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookie, self.csrf = cookie_of(app, learner), csrf_of(app)

    def get(self, path: str, *expected: int) -> str:
        return self._ask("GET", path, None, expected or (200,))

    def post(self, path: str, *expected: int, **fields: Any) -> str:
        body = urlencode({"csrf_token": self.csrf, **fields}, doseq=True)
        return self._ask("POST", path, body, expected or (302,))

    def _ask(self, method: str, path: str, body: str | None, expected: tuple[int, ...]) -> str:
        """The address that the answer leads to, or its body."""
        accept = "application/json" if 302 not in expected and body else "text/html"
        headers = {"Cookie": self.cookie, "Accept": accept}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status not in expected:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return answer.getheader("Location") or text


def _cpu_ms(process: subprocess.Popen[bytes], act: Act, requests: int = REQUESTS) -> float:
    """CPU milliseconds of the server for one act, over many."""
    before = cpu_seconds(process)
    for n in range(requests):
        act(n)
    return (cpu_seconds(process) - before) * 1000 / requests


def measure() -> list[Row]:
    with install(80) as app:
        sittings = start_sittings(app, 20)
        ports = free_port(), free_port()
        ours = start_server(app, ports[0], 1)
        bare = start_server(app, ports[1], 1, "bench.bare:create_app")
        try:
            rows = _ratios(app, ports, ours, bare, sittings)
            rows.append(_session(app, ports[0], ours))
            rows.append(_memory(app, ports[0], ours))
        finally:
            kill(ours)
            kill(bare)
        rows.append(_start(app))
        return rows + _sizes(app)


def _ratios(
    app: Flask,
    ports: tuple[int, int],
    ours: subprocess.Popen[bytes],
    bare: subprocess.Popen[bytes],
    sittings: list[int],
) -> list[Row]:
    learner, floor = Browser(app, ports[0], 0), Browser(app, ports[1], 0)
    question = learner.post("/practice")
    pairs: list[tuple[str, Act, Act, float]] = [
        (
            "practice question page",
            lambda _n: learner.get(question),
            lambda _n: floor.get("/page"),
            PAGE_LIMIT,
        ),
        ("durable save", _saver(app, ports[0], sittings), lambda _n: floor.post("/save", 200),
         SAVE_LIMIT),
    ]  # fmt: skip
    rows = []
    for what, act, base, limit in pairs:
        rounds = [(_cpu_ms(ours, act), _cpu_ms(bare, base)) for _ in range(ROUNDS)]
        one, other = (statistics.median(r[k] for r in rounds) for k in (0, 1))
        ratio = statistics.median(a / b for a, b in rounds)
        name = f"{what}: {one:.2f} ms CPU, bare {other:.2f} ms"
        rows.append((name, f"{ratio:.2f}", f"{limit}", ratio <= limit))
    return rows


def _saver(app: Flask, port: int, sittings: list[int]) -> Act:
    """Saves of twenty learners in turn, so that nobody meets the limit on saves."""
    learners = [Browser(app, port, n) for n in range(len(sittings))]
    revisions = [0] * len(sittings)
    count = 0

    def save(_n: int) -> None:
        nonlocal count
        who = count % len(learners)
        fields = {"save_id": f"b{count}", "revision": revisions[who], "choice": count % 4}
        learners[who].post(f"/sittings/{sittings[who]}/1", 200, **fields)
        revisions[who] += 1
        count += 1

    return save


def _session(app: Flask, port: int, ours: subprocess.Popen[bytes]) -> Row:
    """Start a practice set, answer twenty times with feedback, look at the summary."""

    def work(n: int) -> None:
        learner = Browser(app, port, 20 + n)
        answered = 0
        while answered < 20:
            target = learner.post("/practice", count=min(10, 20 - answered))
            base = re.sub(r"/\d+$", "", target)
            size = int(re.findall(r"of (\d+)", learner.get(target))[0])
            for place in range(1, size + 1):
                learner.get(f"{base}/{place}")
                learner.post(f"{base}/{place}", 200, 302, 303, choice=0)
                answered += 1
            learner.get(f"{base}/summary")

    taken = [_cpu_ms(ours, lambda _k, n=n: work(n), 1) for n in range(30)]  # type: ignore[misc]
    median = statistics.median(taken)
    what = "session of 20 answers with start and summary, server CPU"
    return (what, f"{median:.0f} ms", f"{SESSION_LIMIT:.0f} ms", median < SESSION_LIMIT)


def _memory(app: Flask, port: int, ours: subprocess.Popen[bytes]) -> Row:
    """A worker's memory after ten thousand requests to twenty addresses."""
    learner = Browser(app, port, 60)
    paths = [
        "/today",
        "/courses",
        "/practice",
        "/exams",
        "/charts",
        "/progress",
        "/codebook?q=copd",
        "/account",
    ]
    for n in range(10_000 - ROUNDS * REQUESTS * 2):
        learner.get(paths[n % len(paths)])
    size = resident_mb(ours)
    return ("a worker after 10,000 requests", f"{size:.0f} MB", "150 MB", size < 150)


def _start(app: Flask) -> Row:
    """From the command to the first answer, one worker, code book there."""
    taken = []
    for _ in range(5):
        port = free_port()
        began = time.perf_counter()
        process = start_server(app, port, 1)
        wait_for(port)
        taken.append(time.perf_counter() - began)
        kill(process)
    median = statistics.median(taken)
    return ("start until the first answer", f"{median:.2f} s", "2 s", median < 2)


def _sizes(app: Flask) -> list[Row]:
    limits = {"fonts": 52_000, "css": 40_000, "js": 62_000}
    sizes = first_page_bytes(app)
    return [
        (f"first page, {kind}", f"{sizes[kind]:,} bytes", f"{most:,}", sizes[kind] <= most)
        for kind, most in limits.items()
    ]


def first_page_bytes(app: Flask) -> dict[str, int]:
    """Bytes of fonts, style sheets and scripts that the front page asks for."""
    html = Client(app).get("/").text
    root = Path(app.root_path) / "static"
    files = {
        re.sub(r"^/static/[0-9a-f]+/", "", f) for f in re.findall(r'(?:href|src)="([^"#]+)"', html)
    }
    sizes = {"css": 0, "js": 0}
    for name in files:
        kind = name.rpartition(".")[2]
        if kind in sizes and (root / name).is_file():
            sizes[kind] += (root / name).stat().st_size
    fonts = (root / "vendor/atkinson-hyperlegible").glob("*-normal.woff2")
    return {**sizes, "fonts": sum(f.stat().st_size for f in fonts)}
