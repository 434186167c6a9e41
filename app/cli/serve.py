"""``make run``: sets everything up, then runs server and worker in one process group."""

from __future__ import annotations

import argparse
import contextlib
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

GRACE = 4.0


def _commands(port: int, workers: int) -> list[list[str]]:
    """The server and the worker; each server process has one thread, as one writer needs."""
    server = [
        sys.executable, "-m", "granian", "app.wsgi:app",
        "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws",
        "--log-level", "warning", "--backlog", "1024", "--respawn-failed-workers",
    ]  # fmt: skip
    return [server, [sys.executable, "-m", "flask", "--app", "app:create_app", "worker"]]


class _Group:
    """Server and worker in one process group, ended together with whatever they started."""

    def __init__(self, commands: list[list[str]]) -> None:
        self.asked = False
        self.processes: list[subprocess.Popen[bytes]] = []
        for command in commands:
            group = self.processes[0].pid if self.processes else 0
            self.processes.append(subprocess.Popen(command, process_group=group))  # noqa: S603
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True

    def wait(self) -> int:
        """Until one process ends or a signal comes; then end the others. Exit status."""
        while not self.asked and all(p.poll() is None for p in self.processes):
            time.sleep(0.2)
        self.end()
        return 0 if self.asked else 1

    def end(self) -> None:
        """Ask all to finish, and kill what is left: a server may leave workers that just began."""
        for process in self.processes:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[0].pid, signal.SIGKILL)


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
    return _Group(_commands(options.port, app.config["CHARTROOM"].workers)).wait()


if __name__ == "__main__":
    sys.exit(main())
