"""What the overview says of the install itself: disk, code book and mail."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from app.config import Settings
from app.reference import open_book
from app.reference.errors import CodeBookMissing

LOW_BYTES = 1_000_000_000
LOW_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Health:
    """``editions`` is empty where the code book is missing; ``free`` and ``size`` in bytes."""

    engine: str
    free: int
    size: int
    editions: Mapping[str, str]
    mails: bool

    @property
    def disk_is_low(self) -> bool:
        return self.free < LOW_BYTES or self.free < LOW_SHARE * self.size


def health(settings: Settings) -> Health:
    disk = shutil.disk_usage(settings.data_dir)
    try:
        editions = dict(open_book(settings.data_dir).editions())
    except CodeBookMissing:
        editions = {}
    engine = "PostgreSQL" if settings.database_url.startswith("postgresql") else "SQLite"
    return Health(engine, disk.free, disk.total, editions, bool(settings.smtp_url))
