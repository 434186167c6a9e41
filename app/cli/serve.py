"""``make run``: sets everything up, then runs server and worker in one process group."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from types import FrameType

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app import create_app
from app.cli.output import tell
from app.cli.setup import set_up
from app.cli.worker import work
from app.config import SettingsError
from app.operations.demo_accounts import ACCOUNTS, PASSWORD

GRACE = 4.0


def _set_up(app: Flask, demo: bool) -> None:
    """Run apart: what it opens is closed with it, so that no server process shares a connection."""
    with app.app_context():
        set_up(demo=demo)


def _server(app: Flask, port: int) -> None:
    """Serve until a signal comes; each server process has one thread, as one writer needs."""
    server = Granian(
        "app.wsgi:app",
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=port,
        workers=app.config["CHARTROOM"].workers,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve(target_loader=lambda _target: app)


def _worker(app: Flask) -> None:
    with app.app_context():
        work(app.extensions["clock"])


class _Group:
    """Processes forked from this one into one process group, ended together with their children.

    What is imported here is not imported again: the server answers at once.
    """

    def __init__(self, *targets: Callable[[], None]) -> None:
        self.asked = False
        self.processes: list[ForkProcess] = []
        gc.freeze()  # the children share these pages; the collector need never look at them
        for target in targets:
            process = get_context("fork").Process(target=self._join, args=(target,))
            process.start()
            self.processes.append(process)
            os.setpgid(process.pid or 0, self._id or 0)  # it may not have come to do so itself
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)

    def _join(self, target: Callable[[], None]) -> None:
        """In the child: enter the first one's group, then run."""
        os.setpgid(0, self._id or 0)
        target()

    @property
    def _id(self) -> int | None:
        return self.processes[0].pid if self.processes else None

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True

    def wait(self) -> int:
        """Until one process ends or a signal comes; then end the others. Exit status."""
        while not self.asked and all(p.is_alive() for p in self.processes):
            time.sleep(0.2)
        self.end()
        return 0 if self.asked else 1

    def end(self) -> None:
        """Ask all to finish, and kill what is left: a server may leave workers that just began."""
        for process in self.processes:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self.processes:
            process.join(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._id or 0, signal.SIGKILL)


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
    setting_up = get_context("fork").Process(target=_set_up, args=(app, demo))
    setting_up.start()
    setting_up.join()
    if setting_up.exitcode:
        return 1
    group = _Group(partial(_server, app, options.port), partial(_worker, app))
    tell(f"Chartroom answers at http://127.0.0.1:{options.port}")
    if demo:
        for email, role in ACCOUNTS:
            tell(f"  {email}  ({role})")
        tell(f"  password of all: {PASSWORD}")
    tell("Stop with Ctrl+C.")
    return group.wait()


if __name__ == "__main__":
    sys.exit(main())
