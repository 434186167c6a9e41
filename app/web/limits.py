"""Rate limits: counted in the database for sign-in and the like, in memory for saves."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db, writing
from app.models import RateLimitRow
from app.web.clock import now

SAVES_A_SECOND = 10.0
SAVES_AT_ONCE = 60.0


class DatabaseStorage(Storage):
    """Counters of fixed windows in the table ``rate_limits``, shared by all servers."""

    STORAGE_SCHEME = ["chartroom"]

    def __init__(self, uri: str | None = None, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=False)

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more in the window; the first one after its end starts a new window."""
        at = now()
        ends = at.timestamp() + expiry
        with writing(db.session()) as session:
            session.execute(delete(RateLimitRow).where(RateLimitRow.expires_at <= at))
            dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
            statement = dialect.insert(RateLimitRow).values(
                key=key[:200], count=amount, expires_at=type(at).fromtimestamp(ends, at.tzinfo)
            )
            count = session.scalar(
                statement.on_conflict_do_update(
                    index_elements=["key"], set_={"count": RateLimitRow.count + amount}
                ).returning(RateLimitRow.count)
            )
        return int(count or amount)

    def get(self, key: str) -> int:
        found = db.session.scalar(
            select(RateLimitRow.count).where(
                RateLimitRow.key == key[:200], RateLimitRow.expires_at > now()
            )
        )
        return int(found or 0)

    def get_expiry(self, key: str) -> float:
        ends = db.session.scalar(
            select(RateLimitRow.expires_at).where(RateLimitRow.key == key[:200])
        )
        return ends.timestamp() if ends else now().timestamp()

    def check(self) -> bool:
        return db.session.scalar(select(func.count()).select_from(RateLimitRow)) is not None

    def reset(self) -> int | None:
        with writing(db.session()) as session:
            session.execute(delete(RateLimitRow))
        return None

    def clear(self, key: str) -> None:
        with writing(db.session()) as session:
            session.execute(delete(RateLimitRow).where(RateLimitRow.key == key[:200]))


limiter = Limiter(get_remote_address, storage_uri="chartroom://", strategy="fixed-window")


def by_address_and_field(field: str) -> Callable[[], str]:
    """Key of a limit: the caller's address and one form field, such as the e-mail typed."""

    def key() -> str:
        return f"{get_remote_address()}:{request.form.get(field, '').strip().lower()[:100]}"

    return key


class Bucket:
    """A token bucket for each key, in this process: a save must stay one write."""

    def __init__(self, rate: float, size: float) -> None:
        self.rate, self.size = rate, size
        self._level: dict[int, tuple[float, float]] = {}

    def take(self, key: int, at: float | None = None) -> bool:
        """Whether one more is allowed now."""
        at = time.monotonic() if at is None else at
        level, since = self._level.get(key, (self.size, at))
        level = min(self.size, level + (at - since) * self.rate)
        allowed = level >= 1
        self._level[key] = (level - 1 if allowed else level, at)
        if len(self._level) > 10_000:
            self._level.clear()
        return allowed


saves = Bucket(SAVES_A_SECOND, SAVES_AT_ONCE)


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
