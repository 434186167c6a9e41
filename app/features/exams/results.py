"""What the pages of a closed exam read: the result, and each item with its rationale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.exams.blueprint import Blueprint, blueprint_from_body
from app.domain.exams.packing import Mark, unpack
from app.domain.items.item import LEVELS, Item
from app.domain.items.values import Response
from app.domain.measurement.bars import Bar, bar
from app.features.exams.errors import UnknownError
from app.features.exams.history import Changes, Late, effects_of_changes, late_answers
from app.models import (
    AnswerRow,
    FormRow,
    GradingRow,
    SittingRow,
)
from app.operations.library import Loaded, current, load_versions
from app.operations.overrides import Override, override_of

PAGE = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed exam: points, practice score, cut in items, parts, time in seconds, misses.

    ``misses`` are positions of scored items that earned less than all; ``provisional`` says
    that a question of it has fewer raters than a mock exam needs.
    """

    raw: float
    maximum: float
    cut: float
    scaled: int
    passed: bool
    plan: Blueprint
    domains: tuple[Bar, ...]
    levels: tuple[Bar, ...]
    misses: tuple[int, ...]
    unanswered: int
    pretest: int
    seconds: int
    changes: Changes
    provisional: bool
    closed_at: datetime
    close_reason: str
    override: Override | None
    late: tuple[Late, ...]

    @property
    def cut_percent(self) -> int:
        return round(100 * self.cut / self.maximum)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a closed exam with what she answered and what it earned."""

    position: int
    item: Item
    option_order: str
    response: Response | None
    flagged: bool
    scored: bool
    points: float

    @property
    def state(self) -> str:
        """``right``, ``wrong`` or ``unanswered``."""
        if self.response is None:
            return "unanswered"
        return "right" if self.points == 1 else "wrong"


def outcome(session: Session, sitting_id: int) -> Outcome:
    """The result of a closed exam; raises UnknownError while it is open."""
    row = _graded(session, sitting_id)
    marks = unpack(row.body)
    versions = load_versions(session, [*(mark.version for mark in marks), row.blueprint_version_id])
    plan = blueprint_from_body(versions[row.blueprint_version_id].content.data)
    items = [versions[mark.version].items[mark.position_in_set] for mark in marks]
    return Outcome(
        raw=row.raw,
        maximum=row.max,
        cut=row.cut,
        scaled=int(row.scaled),
        passed=row.passed,
        plan=plan,
        domains=_domains(row.per_domain, _domain_names(session, plan.framework)),
        levels=_levels(items, marks),
        misses=tuple(
            position for position, mark in enumerate(marks, 1) if mark.scored and mark.points < 1
        ),
        unanswered=sum(mark.scored and not mark.answered for mark in marks),
        pretest=sum(not mark.scored for mark in marks),
        seconds=max(0, int((row.closed_at - row.started_at).total_seconds())),
        changes=effects_of_changes(session, sitting_id, items),
        provisional=any(item.facts.angoff and item.facts.angoff.provisional for item in items),
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        override=override_of(session, "sitting", [sitting_id]).get(sitting_id),
        late=late_answers(session, sitting_id, items),
    )


def answers(session: Session, sitting_id: int) -> list[Answered]:
    """Every question of a closed exam in order; raises UnknownError while it is open."""
    marks = unpack(_graded(session, sitting_id).body)
    rows = session.execute(
        select(
            AnswerRow.position,
            AnswerRow.version_id,
            AnswerRow.position_in_set,
            AnswerRow.option_order,
            AnswerRow.response,
            AnswerRow.flagged,
            AnswerRow.scored,
        )
        .where(AnswerRow.sitting_id == sitting_id)
        .order_by(AnswerRow.position)
    ).all()
    versions = load_versions(session, [row.version_id for row in rows])
    return [
        Answered(
            position=row.position,
            item=versions[row.version_id].items[row.position_in_set],
            option_order=row.option_order,
            response=Response.from_json(row.response) if row.response else None,
            flagged=row.flagged,
            scored=row.scored,
            points=mark.points,
        )
        for row, mark in zip(rows, marks, strict=True)
    ]


def _graded(session: Session, sitting_id: int) -> Any:
    row = session.execute(
        select(
            GradingRow.raw,
            GradingRow.max,
            GradingRow.scaled,
            GradingRow.passed,
            GradingRow.per_domain,
            GradingRow.body,
            FormRow.cut,
            FormRow.blueprint_version_id,
            SittingRow.started_at,
            SittingRow.closed_at,
            SittingRow.close_reason,
        )
        .join(SittingRow, SittingRow.current_grading_id == GradingRow.id)
        .join(FormRow, FormRow.id == SittingRow.form_id)
        .where(SittingRow.id == sitting_id)
    ).one_or_none()
    if row is None:
        raise UnknownError
    return row


def _domain_names(session: Session, framework: str) -> dict[str, str]:
    loaded: Loaded | None = current(session, "framework", framework)
    nodes = loaded.content.data["nodes"] if loaded else ()
    return {node["id"]: node["title"] for node in nodes if not node.get("parent")}


def _domains(per_domain: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Bar, ...]:
    return tuple(
        bar(names.get(name, f"Domain {name}"), counts["points"], counts["n"])
        for name, counts in sorted(per_domain.items())
    )


def _levels(items: Sequence[Item], marks: Sequence[Mark]) -> tuple[Bar, ...]:
    bars = []
    for level in LEVELS:
        points = [
            mark.points
            for item, mark in zip(items, marks, strict=True)
            if mark.scored and item.facts.level == level
        ]
        if points:
            bars.append(bar(level.capitalize(), sum(points), len(points)))
    return tuple(bars)
