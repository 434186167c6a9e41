"""What the pages around a set read: the build page, the learner's sets, and a set's summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.domain.content.formats.library import Framework
from app.domain.exams.practice import matching
from app.domain.items.item import Item
from app.domain.items.values import PRACTICE_RULE, Response, Verdict
from app.domain.measurement.proportion import wilson
from app.features.practice.errors import UnknownError
from app.models import AnswerRow, AssignmentRow, SittingRow
from app.operations.library import current, load_versions
from app.operations.practice_pool import PoolEntry, PracticeSpec, asked_for

FRAMEWORK = "rhit-2023"
LAST_SETS = 8


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set of the learner as a list shows it; ``points`` are those of checked answers."""

    id: int
    title: str
    closed: bool
    started_at: datetime
    position: int
    items: int
    answered: int
    points: float


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assigned set before its start."""

    id: int
    title: str
    instructions: str
    opens_at: datetime
    closes_at: datetime
    attempts: int
    used: int
    going: bool
    count: int

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    @property
    def left(self) -> int:
        return max(0, self.attempts - self.used)


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the summary of a set."""

    position: int
    item: Item
    response: Response | None
    checked: bool
    verdict: Verdict
    confidence: str

    @property
    def missed(self) -> bool:
        return self.checked and self.verdict.points < 1


@dataclass(frozen=True, slots=True)
class Group:
    """Misses that have something in common, to be practised again together."""

    name: str
    positions: tuple[int, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of ``domain_bars``; shares in whole percent."""

    label: str
    percent: int
    right: float
    n: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A set with each of its questions in order."""

    id: int
    spec: PracticeSpec
    closed: bool
    assigned: bool
    lines: tuple[Line, ...]

    @property
    def answered(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.response is not None)

    @property
    def missed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.missed)

    @property
    def graded(self) -> tuple[Line, ...]:
        """What the result counts: every place of an assigned set, else those answered."""
        return self.lines if self.assigned else self.answered

    @property
    def points(self) -> int | float:
        return tidy(sum(line.verdict.points for line in self.graded))

    @property
    def going_on(self) -> int:
        """The place to go on with."""
        return next((line.position for line in self.lines if line.response is None), 1)

    def counts(self) -> Counter[str]:
        return Counter(line.verdict.state for line in self.lines if line.checked)


def tidy(points: float) -> int | float:
    """Whole points without a decimal, others with at most two."""
    return int(points) if points == int(points) else round(points, 2)


def domain_names(session: Session) -> dict[str, str]:
    """Titles of the outline's domains by number; empty where the outline is not loaded."""
    loaded = current(session, "framework", FRAMEWORK)
    if loaded is None or not isinstance(loaded.content.value, Framework):
        return {}
    return {node.id: node.title for node in loaded.content.value.nodes if not node.parent}


def count_matching(pool: Sequence[PoolEntry], spec: PracticeSpec) -> int:
    return len(matching(asked_for(pool, spec), spec.wish))


def practised_domains(pool: Iterable[PoolEntry], names: Mapping[str, str]) -> dict[str, str]:
    """Domains that have questions, with how many."""
    found = Counter(entry.item.domain for entry in pool)
    return {domain: f"{names.get(domain, domain)} ({found[domain]})" for domain in sorted(found)}


def last_sets(session: Session, user_id: int) -> list[SetLine]:
    """The learner's sets, open ones first, then the newest."""
    own = AnswerRow.sitting_id == SittingRow.id
    rows = session.execute(
        select(
            SittingRow.id,
            SittingRow.spec,
            SittingRow.state,
            SittingRow.started_at,
            SittingRow.position,
            SittingRow.item_count,
            select(func.count(AnswerRow.response)).where(own).scalar_subquery(),
            select(func.coalesce(func.sum(AnswerRow.points), 0.0)).where(own).scalar_subquery(),
        )
        .where(SittingRow.user_id == user_id, SittingRow.kind == "practice")
        .order_by(case((SittingRow.state == "open", 0), else_=1), SittingRow.started_at.desc())
        .limit(LAST_SETS)
    )
    return [
        SetLine(
            id=row[0],
            title=PracticeSpec.from_dict(row[1]).title,
            closed=row[2] == "closed",
            started_at=row[3],
            position=row[4],
            items=row[5],
            answered=row[6],
            points=tidy(row[7]),
        )
        for row in rows
    ]


def assigned(session: Session, user_id: int, assignment_id: int) -> Assigned | None:
    """An assigned practice set with the learner's use of it; None for anything else."""
    row = session.get(AssignmentRow, assignment_id)
    if row is None or row.kind != "practice":
        return None
    states = session.scalars(
        select(SittingRow.state).where(
            SittingRow.assignment_id == assignment_id, SittingRow.user_id == user_id
        )
    ).all()
    return Assigned(
        id=row.id,
        title=row.title,
        instructions=row.instructions,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        attempts=row.attempts,
        used=len(states),
        going="open" in states,
        count=PracticeSpec.from_dict(row.spec).count,
    )


def summary(session: Session, sitting_id: int) -> Summary:
    """A set with all its questions; raises UnknownError when there is none."""
    sitting = session.execute(
        select(SittingRow.spec, SittingRow.state, SittingRow.assignment_id).where(
            SittingRow.id == sitting_id
        )
    ).first()
    if sitting is None:
        raise UnknownError
    rows = session.execute(
        select(
            AnswerRow.position,
            AnswerRow.version_id,
            AnswerRow.position_in_set,
            AnswerRow.response,
            AnswerRow.checked_at.is_not(None),
            AnswerRow.confidence,
        )
        .where(AnswerRow.sitting_id == sitting_id)
        .order_by(AnswerRow.position)
    ).all()
    versions = load_versions(session, {row.version_id for row in rows})
    lines = []
    for position, version, in_set, stored, checked, confidence in rows:
        item = versions[version].items[in_set]
        response = Response.from_json(stored) if stored else None
        verdict = item.question.score(response, PRACTICE_RULE)
        lines.append(Line(position, item, response, bool(checked), verdict, confidence or ""))
    return Summary(
        id=sitting_id,
        spec=PracticeSpec.from_dict(sitting.spec),
        closed=sitting.state == "closed",
        assigned=sitting.assignment_id is not None,
        lines=tuple(lines),
    )


def bars(found: Summary, names: Mapping[str, str]) -> list[Bar]:
    """Points by domain with Wilson's 95 % interval."""
    points: dict[str, list[float]] = {}
    for line in found.graded:
        points.setdefault(line.item.facts.domain, []).append(line.verdict.points)
    return [_bar(names.get(domain, domain), points[domain]) for domain in sorted(points)]


def _bar(label: str, points: Sequence[float]) -> Bar:
    total, n = sum(points), len(points)
    span = wilson(total, n)
    right = int(total) if total == int(total) else round(total, 1)
    return Bar(
        label, round(100 * total / n), right, n, round(100 * span.low), round(100 * span.high)
    )


def by_domain(found: Summary, names: Mapping[str, str]) -> list[Group]:
    """Misses by domain, most first."""
    return _groups(
        found.missed, lambda line: [names.get(line.item.facts.domain, line.item.facts.domain)]
    )


def by_misconception(found: Summary) -> list[Group]:
    """Misses by the error that the answer shows, most first."""
    return _groups(found.missed, lambda line: list(line.verdict.misconceptions))


def _groups(lines: Sequence[Line], names_of: Callable[[Line], list[str]]) -> list[Group]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        for name in names_of(line):
            found.setdefault(name, []).append(line)
    return [
        Group(
            name.replace("-", " "),
            tuple(line.position for line in found[name]),
            tuple(line.item.ref for line in found[name]),
        )
        for name in sorted(found, key=lambda name: (-len(found[name]), name))
    ]
