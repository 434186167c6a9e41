"""First answers of each learner to each question, from the packs of closed sittings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.exams.packing import unpack
from app.models import AnswerRow, GradingRow, SittingRow

FEW = 30
"""Under this many first answers a question is not judged."""

Place = tuple[int, int]
"""A version's id and the place in its set."""


@dataclass(frozen=True, slots=True)
class Facility:
    """First answers to one question: how many, and the sum of their points."""

    n: int = 0
    points: float = 0.0

    @property
    def judged(self) -> bool:
        return self.n >= FEW

    @property
    def share(self) -> float:
        """Points earned of those possible, 0 to 1; 0 without answers."""
        return self.points / self.n if self.n else 0.0

    def plus(self, other: Facility) -> Facility:
        return Facility(self.n + other.n, self.points + other.points)


def facilities(
    session: Session,
    learners: Collection[int] | None = None,
    versions: Collection[int] | None = None,
) -> Mapping[Place, Facility]:
    """Facility of every question over first answers; one SELECT.

    With ``learners`` only theirs count, with ``versions`` only sittings that hold one of them
    are read. Questions that were left open do not count.
    """
    query = (
        select(SittingRow.user_id, GradingRow.body)
        .join(GradingRow, GradingRow.id == SittingRow.current_grading_id)
        .where(SittingRow.state == "closed")
        .order_by(SittingRow.started_at, SittingRow.id)
    )
    if learners is not None:
        query = query.where(SittingRow.user_id.in_(learners))
    if versions is not None:
        holds = exists().where(
            AnswerRow.sitting_id == SittingRow.id, AnswerRow.version_id.in_(versions)
        )
        query = query.where(holds)
    met: set[tuple[int, int, int]] = set()
    sums: dict[Place, list[float]] = defaultdict(lambda: [0, 0.0])
    for user, body in session.execute(query):
        for mark in unpack(body):
            who = (user, mark.version, mark.position_in_set)
            if not mark.answered or who in met:
                continue
            met.add(who)
            total = sums[mark.version, mark.position_in_set]
            total[0] += 1
            total[1] += mark.points
    return {place: Facility(int(n), points) for place, (n, points) in sums.items()}
