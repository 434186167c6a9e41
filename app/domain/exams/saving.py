"""What becomes of one save of an answer: decided from what is stored and what arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.exams.clock import Sitting, is_open


class Outcome(StrEnum):
    """What becomes of a save; every one but ``accepted`` writes nothing."""

    ACCEPTED = "accepted"
    REPEAT = "repeat"
    STALE = "stale"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Save:
    """A save as the client sent it: ``revision`` is that of the answer it was made on.

    ``save_id`` is the client's own name for it, the same in every resend.
    """

    save_id: str
    revision: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, and the revision that the client is told.

    Accepted: the new one. Repeat: the one that the first arrival was given. Stale or closed:
    the stored one.
    """

    outcome: Outcome
    revision: int


def decide_save(
    sitting: Sitting, stored_revision: int, known: Mapping[str, int], save: Save
) -> Decision:
    """Decide on a save of one answer.

    ``known`` maps the save ids accepted before to the revisions that they made. A repeat gets
    its first outcome even after the close; a save made on another revision than the stored one
    overwrites nothing: no acknowledged save is silently lost.
    """
    if save.save_id in known:
        return Decision(Outcome.REPEAT, known[save.save_id])
    if not is_open(sitting, save.received_at):
        return Decision(Outcome.CLOSED, stored_revision)
    if save.revision != stored_revision:
        return Decision(Outcome.STALE, stored_revision)
    return Decision(Outcome.ACCEPTED, stored_revision + 1)
