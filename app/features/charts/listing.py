"""The list of charts: filters, order by terminal digit, and what the learner did with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.features.charts.queries import Listed, PastAttempt
from app.web.chart_views import SETTING_NAMES

STATES = {"todo": "Not started", "started": "Under way", "done": "Done"}
SORTS = {"terminal": "Terminal digit", "level": "Level", "minutes": "Length"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; empty text asks for everything."""

    setting: str = ""
    specialty: str = ""
    level: str = ""
    state: str = ""
    sort: str = "terminal"

    @property
    def any(self) -> bool:
        return bool(self.setting or self.specialty or self.level or self.state)


def state_of(attempts: Sequence[PastAttempt]) -> str:
    """``todo``, ``started`` or ``done``, by the learner's attempts at one chart."""
    if any(one.state == "open" for one in attempts):
        return "started"
    return "done" if attempts else "todo"


def terminal_digits(number: str) -> tuple[str, ...]:
    """The groups of a record number as a file room sorts them: last, middle, first."""
    return tuple(reversed(number.split("-")))


def rows(listed: Sequence[Listed], attempts: Sequence[PastAttempt], filters: Filters) -> list[Any]:
    """The charts that the filters leave, in order, each with its state and best score."""
    by_chart: dict[int, list[PastAttempt]] = {}
    for attempt in attempts:
        by_chart.setdefault(attempt.document_id, []).append(attempt)
    found = [_row(one, by_chart.get(one.document_id, [])) for one in listed]
    return sorted((row for row in found if _fits(row, filters)), key=_order(filters.sort))


def choices(listed: Sequence[Listed]) -> dict[str, list[tuple[str, str]]]:
    """Options of each filter: only what some chart has."""
    settings = {one.chart.encounter.setting for one in listed}
    specialties = sorted({one.chart.specialty for one in listed})
    levels = sorted({one.chart.level for one in listed})
    return {
        "setting": [("", "Any"), *((s, n) for s, n in SETTING_NAMES.items() if s in settings)],
        "specialty": [("", "Any"), *((s, s.replace("-", " ").capitalize()) for s in specialties)],
        "level": [("", "Any"), *((str(n), f"Level {n}") for n in levels)],
        "state": [("", "Any"), *STATES.items()],
        "sort": list(SORTS.items()),
    }


def _row(one: Listed, attempts: list[PastAttempt]) -> dict[str, Any]:
    chart = one.chart
    totals = [attempt.total for attempt in attempts if attempt.total is not None]
    return {
        "slug": chart.ref,
        "href": url_for("charts.chart", slug=chart.ref),
        "title": chart.title,
        "number": chart.encounter.record_number,
        "setting": chart.encounter.setting,
        "setting_name": SETTING_NAMES[chart.encounter.setting],
        "specialty": chart.specialty,
        "level": chart.level,
        "minutes": chart.minutes,
        "documents": len(chart.documents),
        "state": state_of(attempts),
        "best": max(totals) if totals else None,
        "attempts": len(attempts),
    }


def _fits(row: dict[str, Any], filters: Filters) -> bool:
    return (
        filters.setting in ("", row["setting"])
        and filters.specialty in ("", row["specialty"])
        and filters.level in ("", str(row["level"]))
        and filters.state in ("", row["state"])
    )


def _order(sort: str) -> Any:
    if sort in ("level", "minutes"):
        return lambda row: (row[sort], terminal_digits(row["number"]))
    return lambda row: terminal_digits(row["number"])


def next_chart(
    listed: Sequence[Listed], attempts: Sequence[PastAttempt], document_id: int
) -> Listed | None:
    """The chart to go on with: of those never begun, the easiest; None when none is left."""
    begun = {attempt.document_id for attempt in attempts}
    left = [one for one in listed if one.document_id not in begun | {document_id}]
    return min(left, key=lambda one: (one.chart.level, one.chart.ref), default=None)
