"""How times, numbers and shares are written on every page."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user
from markupsafe import Markup


def zone() -> ZoneInfo:
    """The zone of the person who looks."""
    return ZoneInfo(current_user.time_zone)


def local(moment: datetime) -> datetime:
    return moment.astimezone(zone())


def day(value: date | datetime | None) -> str:
    """``24 Nov 2026``; a moment is shown in the viewer's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value.day} {value:%b %Y}"


def clock_time(value: datetime | None, seconds: bool = False) -> str:
    if value is None:
        return ""
    return f"{local(value):%H:%M:%S}" if seconds else f"{local(value):%H:%M}"


def moment(value: datetime | None) -> Markup:
    """``24 Nov 2026, 14:32`` as a <time> with the zone on hover."""
    if value is None:
        return Markup("")
    at = local(value)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.isoformat(timespec="seconds"), zone().key, f"{day(value)}, {clock_time(value)}"
    )


def percent(part: float, whole: float) -> str:
    """``74 %``, or a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def money(cents: int) -> str:
    """``$8,041.20``; negative amounts carry a minus sign before the dollar."""
    sign = "−" if cents < 0 else ""
    return f"{sign}${abs(cents) / 100:,.2f}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """``1 item`` or ``3 items``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, clock_time=clock_time, moment=moment, money=money, counted=counted
    )
    app.jinja_env.globals.update(percent=percent)
