"""The tabs of each role, and what the frame of every page needs."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from sqlalchemy import Table, bindparam, func, select

from app.extensions import db
from app.models import ReviewCardRow
from app.web.clock import now

TABS: dict[str, tuple[tuple[str, str], ...]] = {
    "student": (
        ("Today", "today.index"),
        ("Learn", "courses.index"),
        ("Practice", "practice.index"),
        ("Charts", "charts.index"),
        ("Code book", "codebook.index"),
        ("Progress", "progress.index"),
    ),
    "instructor": (
        ("Today", "today.index"),
        ("Classes", "classes.index"),
        ("Bank", "bank.index"),
        ("Insights", "insights.index"),
        ("Code book", "codebook.index"),
    ),
    "career_officer": (("Cohort", "careers.index"),),
    "administrator": (
        ("Overview", "administration.index"),
        ("People", "administration.people"),
        ("Content", "administration.content"),
        ("Audit", "administration.audit"),
    ),
}
ROLE_NAMES = {
    "student": "Student",
    "instructor": "Instructor",
    "career_officer": "Career officer",
    "administrator": "Administrator",
}
ORDER = tuple(TABS)
SECTIONS = {"exams": "practice", "review": "progress", "records": "charts"}


def role_in_use() -> str | None:
    """The role whose tabs are shown: the one chosen, else the first that the person has."""
    if not current_user.is_authenticated:
        return None
    if current_user.working_as in current_user.roles:
        return str(current_user.working_as)
    return next((role for role in ORDER if role in current_user.roles), None)


def home() -> str:
    """Where this person starts: the first tab of the role in use."""
    items = nav_items()
    return items[0][1] if items else url_for("accounts.account")


def nav_items() -> list[tuple[str, str, bool]]:
    """(label, address, whether it is the current tab) for the role in use."""
    role = role_in_use()
    section = (request.endpoint or "").partition(".")[0]
    section = SECTIONS.get(section, section)
    return [
        (label, url_for(endpoint), _is_current(endpoint, section))
        for label, endpoint in TABS.get(role or "", ())
        if endpoint in current_app.view_functions
    ]


def _is_current(endpoint: str, section: str) -> bool:
    if section == "administration":
        place = url_for(endpoint)
        inside = request.path.startswith(f"{place}/") and endpoint != "administration.index"
        return inside or request.path == place
    return endpoint.partition(".")[0] == section


_cards = cast(Table, ReviewCardRow.__table__).c
_DUE = select(func.count()).select_from(
    select(_cards.id)
    .where(
        _cards.user_id == bindparam("user"),
        _cards.due_at <= bindparam("at"),
        _cards.suspended_at.is_(None),
    )
    .limit(100)
    .subquery()
)


def review_due() -> int:
    """How many review cards wait for this learner, at most 100: more is not shown."""
    if not (current_user.is_authenticated and current_user.has("student")):
        return 0
    return int(db.session.scalar(_DUE, {"user": current_user.id, "at": now()}) or 0)


def _frame() -> dict[str, Any]:
    """What base.html asks for; functions, since a fragment needs none of it."""
    return {
        "nav_items": nav_items,
        "review_due": review_due,
        "role_in_use": role_in_use,
        "role_names": ROLE_NAMES,
        "home": home,
        "theme": current_user.theme,
    }


def init_app(app: Flask) -> None:
    app.context_processor(_frame)
