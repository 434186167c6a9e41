"""The demonstration school: sixty learners in three classes, with histories of two months."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.cli.demo.histories import write_histories
from app.cli.demo.school import build, is_there


def demo_school(session: Session, data_dir: Path, now: datetime) -> str:
    """Write the school once, seeded and relative to ``now``; says what was done."""
    if is_there(session):
        return "The demonstration school is there."
    school = build(session, now)
    write_histories(session, data_dir, school, now)
    return f"The demonstration school is made: {len(school.learners)} learners in three classes."
