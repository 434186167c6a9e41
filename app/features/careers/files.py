"""The cohort as a file: exactly the learners that the page's filters let through."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Response

from app.domain.careers.outcomes import FACTS
from app.features.careers.forms import FACT_NAMES
from app.features.careers.queries import LearnerView
from app.web.csv_file import csv_file

_FACT_HEADS = [head for fact in FACTS for head in (FACT_NAMES[fact], "on", "known by")]
HEAD = (
    "Name",
    "E-mail",
    "Classes",
    *_FACT_HEADS,
    "Shares until",
    "Lessons done",
    "Charts done",
    "Mean of best chart scores",
    "Practice questions answered",
    "Practice questions right",
)


def cohort_csv(rows: Sequence[LearnerView], zone: ZoneInfo) -> Response:
    """Learning columns are empty for whoever does not share them."""
    return csv_file("cohort.csv", HEAD, [_row(row, zone) for row in rows])


def _row(row: LearnerView, zone: ZoneInfo) -> list[object]:
    until = row.sharing.until.astimezone(zone).date() if row.sharing else None
    return [
        row.name,
        row.email,
        "; ".join(row.classes),
        *_facts(row),
        until,
        row.lessons,
        row.charts.n if row.charts else None,
        round(row.charts.mean, 1) if row.charts and row.charts.n else None,
        row.practice.n if row.practice else None,
        row.practice.right if row.practice else None,
    ]


def _facts(row: LearnerView) -> list[object]:
    known = {one.fact: one for one in row.outcomes}
    cells: list[object] = []
    for fact in FACTS:
        one = known.get(fact)
        cells += [("yes" if one.value else "no"), one.on, one.source] if one else [None] * 3
    return cells
