"""Progress and results of one assignment: a line a learner, a line a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from app.domain.exams.packing import unpack
from app.features.classes.assigning import Assignment
from app.features.classes.completion import lessons_done, lessons_of
from app.features.classes.rooms import Member, members_of
from app.models import ChartAttemptRow, ChartGradingRow, GradingRow, ProgressRow, SittingRow
from app.operations.course import Course
from app.operations.library import load_versions
from app.operations.overrides import Override, Target, override_of

State = Literal["todo", "started", "done"]


@dataclass(frozen=True, slots=True)
class Try:
    """One sitting or chart attempt; ``score`` in percent of ``most`` points once it is closed.

    A chart's score is a percentage already: it has no ``raw`` and ``most``.
    """

    id: int
    user_id: int
    number: int
    closed_at: datetime | None
    score: float | None
    raw: float | None
    most: float | None
    override: Override | None

    @property
    def mark(self) -> float | None:
        """What counts: the mark set by hand, else the score."""
        return self.override.points if self.override else self.score


@dataclass(frozen=True, slots=True)
class Work:
    """A learner's work on the assignment; ``best`` is the attempt that counts.

    For a module, ``lessons`` of its lessons are done and there are no attempts.
    """

    member: Member
    state: State
    tries: tuple[Try, ...]
    best: Try | None
    lessons: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the attempts that count: points of ``n`` answers, and who missed it."""

    document_id: int
    ref: str
    points: float
    n: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.points / self.n


@dataclass(frozen=True, slots=True)
class Results:
    """All of it; ``lessons`` is how many a module has."""

    work: tuple[Work, ...]
    questions: tuple[Question, ...]
    lessons: int

    def count(self, state: State) -> int:
        return sum(one.state == state for one in self.work)


def target_of(assignment: Assignment) -> Target:
    return "chart_attempt" if assignment.kind == "chart" else "sitting"


def results_of(session: Session, assignment: Assignment, course: Course) -> Results:
    """Work of the learners of the class; the number of queries does not grow with them."""
    members = [
        m for m in members_of(session, assignment.class_id) if m.role == "student" and not m.left_at
    ]
    if assignment.kind == "module":
        return _module(session, assignment, members, course)
    tries = tries_of(session, assignment)
    work = tuple(_work(member, tries.get(member.id, [])) for member in members)
    questions = _questions(session, work) if assignment.kind != "chart" else ()
    return Results(work, tuple(questions), 0)


def tries_of(
    session: Session, assignment: Assignment, user_id: int | None = None
) -> Mapping[int, list[Try]]:
    """Sittings or attempts for the assignment by learner, the first one first."""
    read = _attempts if assignment.kind == "chart" else _sittings
    rows = read(session, assignment.id, user_id)
    marks = override_of(session, target_of(assignment), [row.id for row in rows])
    found: dict[int, list[Try]] = defaultdict(list)
    for row in rows:
        found[row.user_id].append(
            Try(
                id=row.id,
                user_id=row.user_id,
                number=len(found[row.user_id]) + 1,
                closed_at=row.closed_at,
                score=row.score,
                raw=row.raw,
                most=row.most,
                override=marks.get(row.id),
            )
        )
    return found


def _sittings(session: Session, assignment_id: int, user_id: int | None) -> Sequence[Any]:
    query = (
        select(
            SittingRow.id,
            SittingRow.user_id,
            SittingRow.closed_at,
            (100 * GradingRow.raw / func.nullif(GradingRow.max, 0)).label("score"),
            GradingRow.raw,
            GradingRow.max.label("most"),
        )
        .outerjoin(GradingRow, GradingRow.id == SittingRow.current_grading_id)
        .where(SittingRow.assignment_id == assignment_id)
        .order_by(SittingRow.id)
    )
    if user_id is not None:
        query = query.where(SittingRow.user_id == user_id)
    return session.execute(query).all()


def _attempts(session: Session, assignment_id: int, user_id: int | None) -> Sequence[Any]:
    newest = (
        select(func.max(ChartGradingRow.id))
        .where(ChartGradingRow.attempt_id == ChartAttemptRow.id)
        .correlate(ChartAttemptRow)
        .scalar_subquery()
    )
    query = (
        select(
            ChartAttemptRow.id,
            ChartAttemptRow.user_id,
            ChartAttemptRow.submitted_at.label("closed_at"),
            ChartGradingRow.total.label("score"),
            null().label("raw"),
            null().label("most"),
        )
        .outerjoin(ChartGradingRow, ChartGradingRow.id == newest)
        .where(ChartAttemptRow.assignment_id == assignment_id)
        .order_by(ChartAttemptRow.id)
    )
    if user_id is not None:
        query = query.where(ChartAttemptRow.user_id == user_id)
    return session.execute(query).all()


def best_of(tries: Iterable[Try]) -> Try | None:
    """The attempt that counts: one with a mark set by hand, else the highest score."""
    closed = [one for one in tries if one.closed_at is not None and one.mark is not None]
    return max(closed, key=lambda one: (one.override is not None, one.mark or 0.0), default=None)


def _work(member: Member, tries: Sequence[Try]) -> Work:
    best = best_of(tries)
    going = any(one.closed_at is None for one in tries)
    state: State = "done" if best else "started" if going or tries else "todo"
    return Work(member, state, tuple(tries), best, 0, best.closed_at if best else None)


def _module(
    session: Session, assignment: Assignment, members: Sequence[Member], course: Course
) -> Results:
    wanted = lessons_of(course, assignment.document_id)
    ids = [m.id for m in members]
    done = lessons_done(session, ids, course)
    last = _last_reading(session, ids, wanted)
    work = []
    for member in members:
        n = len(wanted & done[member.id])
        opened = member.id in last
        state: State = "done" if wanted and n == len(wanted) else "started" if opened else "todo"
        work.append(Work(member, state, (), None, n, last.get(member.id)))
    return Results(tuple(work), (), len(wanted))


def _last_reading(
    session: Session, learner_ids: Sequence[int], lessons: Iterable[int]
) -> dict[int, datetime]:
    rows = session.execute(
        select(ProgressRow.user_id, func.max(ProgressRow.seen_at))
        .where(ProgressRow.user_id.in_(learner_ids), ProgressRow.document_id.in_(list(lessons)))
        .group_by(ProgressRow.user_id)
    )
    return dict(rows.all())


def _questions(session: Session, work: Sequence[Work]) -> list[Question]:
    """Questions of the attempts that count, the hardest first; repeats of a set count each."""
    names = {one.best.id: one.member.name for one in work if one.best}
    bodies = session.execute(
        select(GradingRow.sitting_id, GradingRow.body)
        .join(SittingRow, SittingRow.current_grading_id == GradingRow.id)
        .where(SittingRow.id.in_(list(names)))
    ).all()
    marks = [(names[sitting], mark) for sitting, body in bodies for mark in unpack(body)]
    loaded = load_versions(session, {mark.version for _, mark in marks})
    found: dict[tuple[int, str], list[tuple[str, float]]] = defaultdict(list)
    for name, mark in marks:
        version = loaded[mark.version]
        ref = version.items[mark.position_in_set].ref
        found[(version.document_id, ref)].append((name, mark.points))
    questions = [
        Question(
            document_id=document,
            ref=ref,
            points=sum(points for _, points in answers),
            n=len(answers),
            missed=tuple(sorted(name for name, points in answers if points < 1)),
        )
        for (document, ref), answers in found.items()
    ]
    return sorted(questions, key=lambda one: (one.share, one.ref))
