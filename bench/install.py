"""A school of its own in a temporary folder, and servers that run on it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert

from app import create_app
from app.config import ROOT
from app.extensions import db, writing
from app.models import AuthSessionRow, OrganisationRow
from app.operations import people
from app.operations.content_files import load_files
from app.operations.content_sync import sync_files
from app.operations.tokens import hash_token
from app.reference import ensure_book

BOOK_CACHE = ROOT / "instance" / "test-book"


@contextmanager
def install(learners: int) -> Iterator[Flask]:
    """An application with the shipped content and so many signed-in learners.

    Learner n has the user id n + 1 and the token ``bench-n``.
    """
    folder = Path(tempfile.mkdtemp(prefix="chartroom-bench"))
    ensure_book(BOOK_CACHE)
    for file in BOOK_CACHE.iterdir():
        shutil.copy(file, folder / file.name)
    app = create_app(env="testing", data_dir=folder, secret_key="k" * 40)
    try:
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            sync_files(db.session(), load_files([ROOT]), datetime.now(UTC))
            _people(learners)
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def _people(learners: int) -> None:
    now = datetime.now(UTC)
    with writing(db.session()) as session:
        school = OrganisationRow(kind="school", slug="bench", name="Bench", created_at=now)
        session.add(school)
        session.flush()
        for n in range(learners):
            user = people.create(
                session,
                name=f"Learner {n}",
                email=f"learner{n}@bench.example",
                password_hash=None,
                now=now,
            )
            people.grant(session, user, school.id, "student", now)
            session.execute(
                insert(AuthSessionRow).values(
                    token_hash=hash_token(f"bench-{n}"),
                    user_id=user,
                    user_agent="bench",
                    created_at=now,
                    last_seen_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )


def cookie_of(app: Flask, n: int) -> str:
    """The cookie header of learner n, with a CSRF value."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    values = {"token": f"bench-{n}", "_user_id": "x", "csrf_token": "bench", "_permanent": True}
    return f"chartroom={serializer.dumps(values)}"


def csrf_of(app: Flask) -> str:
    """A token that fits the value in ``cookie_of``."""
    from itsdangerous import URLSafeTimedSerializer

    return str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("bench"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(
    app: Flask, port: int, workers: int = 2, target: str = "app.wsgi:app"
) -> subprocess.Popen[bytes]:
    """granian on the application's folder, as ``make run`` starts it, in a group of its own.

    ``target`` may name the bare application instead.
    """
    settings = app.config["CHARTROOM"]
    environment = {
        **os.environ,
        "CHARTROOM_ENV": "testing",
        "CHARTROOM_DATA_DIR": str(settings.data_dir),
        "CHARTROOM_SECRET_KEY": settings.secret_key,
        "BENCH_DATABASE": settings.database_url,
    }
    command = [
        sys.executable, "-m", "granian", target, "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "1", "--no-ws", "--log-level", "critical", "--backlog", "1024",
    ]  # fmt: skip
    if ":create_app" in target:
        command.insert(4, "--factory")
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    wait_for(port)
    return process


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """CPU time of the server's workers so far, system time included."""
    ticks = 0
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in children:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mb(process: subprocess.Popen[bytes]) -> float:
    """The largest worker's resident memory."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    sizes = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children]
    return max(sizes) * os.sysconf("SC_PAGE_SIZE") / 1e6


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the server and its workers at once, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def server(app: Flask, workers: int = 2) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server for the length of the block: (port, process)."""
    port = free_port()
    process = start_server(app, port, workers)
    try:
        yield port, process
    finally:
        kill(process)


def wait_for(port: int, seconds: float = 20) -> float:
    """Seconds until the server answers; raises TimeoutError."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return time.perf_counter() - started
        except urllib.error.HTTPError:
            return time.perf_counter() - started
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"nothing answers on port {port}")
