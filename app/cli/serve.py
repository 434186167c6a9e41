"""``make run``: sets everything up, then runs server and worker in one process group."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from app import create_app
from app.cli.output import tell
from app.cli.setup import set_up
from app.config import SettingsError
from app.operations.demo_accounts import ACCOUNTS, PASSWORD

GRACE = 10.0


def _commands(port: int, workers: int) -> list[list[str]]:
    """The server and the worker; each server process has one thread, as one writer needs."""
    server = [
        sys.executable, "-m", "granian", "app.wsgi:app",
        "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws",
        "--log-level", "warning", "--backlog", "1024", "--respawn-failed-workers",
    ]  # fmt: skip
    return [server, [sys.executable, "-m", "flask", "--app", "app:create_app", "worker"]]


def _wait(processes: list[subprocess.Popen[bytes]]) -> int:
    """Until one process ends or a signal comes; then end the others too."""
    asked = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not asked and all(p.poll() is None for p in processes):
        time.sleep(0.2)
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if asked else 1


def main() -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("CHARTROOM_BASE_URL", f"http://127.0.0.1:{options.port}")
    try:
        app = create_app()
    except SettingsError as error:
        tell(str(error))
        return 2
    demo = options.demo and app.config["CHARTROOM"].env != "production"
    with app.app_context():
        set_up(demo=demo)
    tell(f"Chartroom answers at http://127.0.0.1:{options.port}")
    if demo:
        for email, role in ACCOUNTS:
            tell(f"  {email}  ({role})")
        tell(f"  password of all: {PASSWORD}")
    tell("Stop with Ctrl+C.")
    workers = app.config["CHARTROOM"].workers
    return _wait([subprocess.Popen(c) for c in _commands(options.port, workers)])  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
