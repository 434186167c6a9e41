"""The one clock of the web process: UTC, injected, taken when the request arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app, g

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """When this request arrived; the same value for its whole life."""
    if "received_at" not in g:
        clock: Clock = current_app.extensions["clock"]
        g.received_at = clock()
    moment: datetime = g.received_at
    return moment
