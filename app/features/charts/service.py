"""Beginning an attempt at a chart and saving its worksheet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.charts.worksheet import Sheet, SheetFault, read_sheet, sheet_json
from app.extensions import writing
from app.features.charts import queries
from app.features.charts.queries import Attempt, ClassWork
from app.models import ChartAttemptRow, ChartEventRow


class RefusedError(Exception):
    """What was asked cannot be done; the message says why and what to do."""


class ConflictError(Exception):
    """The worksheet was saved from elsewhere since the page was made."""

    def __init__(self, mine: Sheet, theirs: Attempt) -> None:
        super().__init__("the worksheet was saved from elsewhere")
        self.mine, self.theirs = mine, theirs


def begin(
    session: Session,
    user_id: int,
    document_id: int,
    version_id: int,
    edition: str,
    work: ClassWork | None,
    now: datetime,
) -> int:
    """Start an attempt, or go on with the one under way; returns its id.

    What is under way counts for the class from then on. Raises RefusedError when the
    assignment is not open or its attempts are used up.
    """
    under_way = queries.open_attempt(session, document_id, user_id)
    same = under_way is not None and work is not None and under_way.assignment_id == work.id
    if work is not None and not same:
        _refuse_closed(session, work, document_id, user_id, now)
    try:
        with writing(session):
            return _begin(session, user_id, document_id, version_id, edition, work, now)
    except IntegrityError:  # begun in another tab meanwhile
        again = queries.open_attempt(session, document_id, user_id)
        if again is None:
            raise
        return again.id


def _begin(
    session: Session,
    user_id: int,
    document_id: int,
    version_id: int,
    edition: str,
    work: ClassWork | None,
    now: datetime,
) -> int:
    under_way = queries.open_attempt(session, document_id, user_id)
    if under_way is not None:
        if work is not None and under_way.assignment_id is None:
            session.execute(
                update(ChartAttemptRow)
                .where(ChartAttemptRow.id == under_way.id)
                .values(assignment_id=work.id)
            )
        return under_way.id
    number = session.scalar(
        select(func.coalesce(func.max(ChartAttemptRow.number), 0) + 1).where(
            ChartAttemptRow.document_id == document_id, ChartAttemptRow.user_id == user_id
        )
    )
    row = ChartAttemptRow(
        document_id=document_id,
        version_id=version_id,
        user_id=user_id,
        assignment_id=work.id if work else None,
        number=number,
        state="open",
        edition=edition,
        coding=sheet_json(Sheet()),
        started_at=now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _refuse_closed(
    session: Session, work: ClassWork, document_id: int, user_id: int, now: datetime
) -> None:
    if work.document_id != document_id:
        raise RefusedError("This assignment is about another chart.")
    if now < work.opens_at:
        raise RefusedError("This assignment has not opened yet.")
    if now >= work.closes_at:
        raise RefusedError("This assignment is closed. You can still code the chart for yourself.")
    if queries.attempts_for_work(session, work.id, user_id) >= work.attempts:
        raise RefusedError("You have used every attempt of this assignment.")


def save(
    session: Session, found: Attempt, revision: int, save_id: str, sheet: Sheet, now: datetime
) -> Attempt:
    """Store the worksheet as the next revision and return the attempt as it then stands.

    ``revision`` is the one on which ``sheet`` was made. A save that arrived before, and one
    that changes nothing, change nothing. Raises ConflictError when another save came between, and
    RefusedError when the attempt was submitted.
    """
    return _store(session, found.id, revision, save_id, sheet_json(sheet), now)


def undo(session: Session, found: Attempt, revision: int, save_id: str, now: datetime) -> Attempt:
    """Go back one step: what stood before becomes the next revision.

    Steps walk on backwards: a revision that came from undo remembers which one it equals.
    Raises as ``save`` does, and SheetFault when the worksheet has changed since.
    """
    if queries.saved_as(session, found.id, save_id) is not None:
        return found
    if revision != found.revision:
        raise SheetFault("The worksheet has changed since. Undo above the rows walks back.")
    before = int(found.coding.get("same_as", found.revision)) - 1
    coding = queries.coding_at(session, found.id, before) if before >= 0 else None
    if coding is None:
        return found
    stepped = {**sheet_json(read_sheet(coding)), "same_as": coding.get("same_as", before)}
    return _store(session, found.id, revision, save_id, stepped, now)


def can_undo(found: Attempt) -> bool:
    """Whether there is a step to go back to."""
    return int(found.coding.get("same_as", found.revision)) > 0


def _store(
    session: Session,
    attempt_id: int,
    revision: int,
    save_id: str,
    coding: dict[str, object],
    now: datetime,
) -> Attempt:
    with writing(session):
        current = queries.attempt(session, attempt_id)
        if queries.saved_as(session, attempt_id, save_id) is not None:
            return current
        mine = read_sheet(coding)
        if mine.same_coding(current.sheet):
            return current
        if not current.open:
            raise RefusedError("This attempt was submitted, so its worksheet cannot change.")
        if current.revision != revision:
            raise ConflictError(mine, current)
        session.execute(
            update(ChartAttemptRow)
            .where(ChartAttemptRow.id == attempt_id)
            .values(coding=coding, revision=revision + 1, saved_at=now)
        )
        session.execute(
            insert(ChartEventRow).values(
                attempt_id=attempt_id,
                save_id=save_id,
                revision=revision + 1,
                coding=coding,
                received_at=now,
            )
        )
        return queries.attempt(session, attempt_id)
