"""The hot path: one answer saved by one SELECT and one short write of two statements."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.exams.clock import Sitting
from app.domain.exams.saving import Decision, Outcome, Save, decide_save
from app.domain.items.kinds import ItemType
from app.domain.items.values import Response, ResponseFault
from app.extensions import writing
from app.features.exams.errors import RefusedError, UnknownError
from app.models import AnswerEventRow, AnswerRow, SittingRow
from app.operations.library import load_version

MOST_SECONDS = 3600
MOST_CACHED = 4000

_sittings = cast(Table, SittingRow.__table__)
_answers = cast(Table, AnswerRow.__table__)
_events = cast(Table, AnswerEventRow.__table__)

_PLACE = (
    select(
        _sittings.c.state,
        _sittings.c.deadline_at,
        _answers.c.version_id,
        _answers.c.position_in_set,
        _answers.c.response,
        _answers.c.flagged,
        _answers.c.struck_mask,
        _answers.c.option_order,
        _answers.c.revision,
        _answers.c.saved_at,
        _events.c.position.label("known_position"),
        _events.c.revision.label("known_revision"),
        _events.c.late.label("known_late"),
    )
    .join(_answers, _answers.c.sitting_id == _sittings.c.id)
    .outerjoin(
        _events,
        (_events.c.sitting_id == _sittings.c.id) & (_events.c.save_id == bindparam("save")),
    )
    .where(
        _sittings.c.id == bindparam("sitting"),
        _sittings.c.user_id == bindparam("user"),
        _sittings.c.kind == "exam",
        _answers.c.position == bindparam("place"),
    )
)
_STORE = (
    _answers.update()
    .where(
        # The sitting is locked first, as in closing: who closes waits for this save or before it.
        exists(
            select(_sittings.c.id)
            .where(_sittings.c.id == bindparam("sitting"), _sittings.c.state == "open")
            .with_for_update(read=True)
        ),
        _answers.c.sitting_id == bindparam("sitting"),
        _answers.c.position == bindparam("place"),
        _answers.c.revision == bindparam("based_on"),
    )
    .values(
        response=bindparam("given"),
        choice_mask=bindparam("mask"),
        struck_mask=bindparam("struck"),
        flagged=bindparam("marked"),
        seconds=_answers.c.seconds + bindparam("spent"),
        revision=bindparam("next_revision"),
        saved_at=bindparam("at"),
    )
)
_NOTE = _events.insert().values(
    sitting_id=bindparam("sitting"),
    save_id=bindparam("save"),
    position=bindparam("place"),
    revision=bindparam("next_revision"),
    response=bindparam("given"),
    received_at=bindparam("at"),
    late=bindparam("late"),
)


@dataclass(frozen=True, slots=True)
class SentSave:
    """A save as it arrived: the whole state of one question.

    ``values`` are those of the field ``choice``; ``struck`` has a bit for each struck option;
    ``seconds`` were spent on the question since the save before. ``revision`` is the one that
    the page was made from.
    """

    save_id: str
    revision: int
    values: tuple[str, ...] = ()
    flagged: bool = False
    struck: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save; ``response`` is the stored one where the save was not accepted."""

    outcome: Outcome
    revision: int
    saved_at: datetime | None
    deadline: datetime | None
    response: Response | None


_questions: OrderedDict[tuple[int, int], ItemType] = OrderedDict()


def save(
    session: Session,
    sitting_id: int,
    position: int,
    user_id: int,
    sent: SentSave,
    received_at: datetime,
) -> Saved:
    """Decide on a save by the time at which it arrived, and store it if it is accepted.

    Raises UnknownError when the place is not this person's, RefusedError when what she sent is
    no answer to the question.
    """
    key = {"sitting": sitting_id, "place": position, "user": user_id, "save": sent.save_id}
    place = _read(session, key)
    decision = _decide(place, sent, received_at)
    if decision.outcome in (Outcome.REPEAT, Outcome.STALE):
        return _told(place, decision)
    values = _values(session, place, key, sent, decision, received_at)
    if decision.outcome is Outcome.CLOSED:
        if place.known_position is None and values["given"] != place.response:
            _keep_late(session, values)
        return _told(place, decision)
    if _write(session, values):
        return Saved(Outcome.ACCEPTED, decision.revision, received_at, place.deadline_at, None)
    # Someone saved or closed in between: decide again, by what is stored now.
    return save(session, sitting_id, position, user_id, sent, received_at)


def _read(session: Session, key: dict[str, Any]) -> Any:
    place = session.execute(_PLACE, key).one_or_none()
    if place is None:
        raise UnknownError
    if place.known_position not in (None, key["place"]):
        raise RefusedError("This save belongs to another question. Load the page again.")
    return place


def _values(
    session: Session,
    place: Any,
    key: dict[str, Any],
    sent: SentSave,
    decision: Decision,
    received_at: datetime,
) -> dict[str, Any]:
    """What the statements are given; raises RefusedError for what is no answer."""
    question = _question(session, place.version_id, place.position_in_set)
    try:
        response = question.parse(sent.values)
    except ResponseFault as fault:
        raise RefusedError(str(fault)) from fault
    return {
        **key,
        "based_on": sent.revision,
        "next_revision": decision.revision,
        "given": response.to_json() if response else None,
        "mask": question.mask(response),
        "struck": sent.struck & ((1 << len(place.option_order)) - 1),
        "marked": sent.flagged,
        "spent": max(0, min(sent.seconds, MOST_SECONDS)),
        "at": received_at,
        "late": decision.outcome is Outcome.CLOSED,
    }


def _decide(place: Any, sent: SentSave, received_at: datetime) -> Decision:
    if place.known_late:
        return Decision(Outcome.CLOSED, place.revision)
    known = {} if place.known_position is None else {sent.save_id: place.known_revision}
    return decide_save(
        Sitting(place.state, place.deadline_at),
        place.revision,
        known,
        Save(sent.save_id, sent.revision, received_at),
    )


def _write(session: Session, values: dict[str, Any]) -> bool:
    """Store answer and event; False when someone else saved or closed in between."""
    with writing(session):
        stored: Any = session.execute(_STORE, values)
        if stored.rowcount:
            session.execute(_NOTE, values)
        return bool(stored.rowcount)


def _keep_late(session: Session, values: dict[str, Any]) -> None:
    """Keep an answer that came too late apart, once; it is shown with the result."""
    with suppress(IntegrityError), writing(session):
        session.execute(_NOTE, values)


def _told(place: Any, decision: Decision) -> Saved:
    stored = Response.from_json(place.response) if place.response else None
    return Saved(decision.outcome, decision.revision, place.saved_at, place.deadline_at, stored)


def _question(session: Session, version_id: int, position_in_set: int) -> ItemType:
    """The question as it was shown, cached by immutable ids; never used to grade."""
    key = (version_id, position_in_set)
    found = _questions.get(key)
    if found is None:
        found = load_version(session, version_id).items[position_in_set].question
        _questions[key] = found
        if len(_questions) > MOST_CACHED:
            _questions.popitem(last=False)
    return found
