"""The job that closes exams whose time is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.features.exams.closing import sweep
from app.operations.jobs import handles


@handles("sweep_sittings")
def sweep_sittings(session: Session, _payload: dict[str, Any], now: datetime) -> None:
    """Close what is due; doing it twice closes nothing twice."""
    sweep(session, now)
