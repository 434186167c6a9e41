"""The packed body of a grading: sixteen bytes an answer, little-endian."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

FORMAT = 1
SIZE = 16

Confidence = Literal["", "guess", "fairly", "sure"]

_RECORD = struct.Struct("<iIfHBB")
_CONFIDENCES: tuple[Confidence, ...] = ("", "guess", "fairly", "sure")
_ANSWERED, _FLAGGED, _SCORED = 1, 2, 4
_SET_SHIFT, _SET_BITS = 3, 0b111
_CONFIDENCE_SHIFT = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer earned, as statistics need it.

    ``version`` is the id of the item's version and ``position_in_set`` its place there (0 to
    7); ``mask`` has a bit for each chosen option in own order; ``seconds`` and ``changes`` stop
    at 65,535 and 255.
    """

    version: int
    mask: int
    points: float
    seconds: int = 0
    changes: int = 0
    answered: bool = True
    flagged: bool = False
    scored: bool = True
    position_in_set: int = 0
    confidence: Confidence = ""


def pack(marks: Iterable[Mark]) -> bytes:
    """Marks in the order of the sitting: version i4, mask u4, points f4, seconds u2, changes u1,
    flags u1 (bits: answered, flagged, scored, three for the place in a set, two for confidence).
    """
    return b"".join(
        _RECORD.pack(
            mark.version,
            mark.mask,
            mark.points,
            min(mark.seconds, 0xFFFF),
            min(mark.changes, 0xFF),
            _flags(mark),
        )
        for mark in marks
    )


def unpack(body: bytes) -> tuple[Mark, ...]:
    """Read what ``pack`` wrote; points come back with the precision of 32 bits.

    Raises ValueError for a body that is not whole.
    """
    if len(body) % SIZE:
        raise ValueError(f"{len(body)} bytes are no whole number of answers")
    return tuple(_mark(*record) for record in _RECORD.iter_unpack(body))


def _flags(mark: Mark) -> int:
    return (
        _ANSWERED * mark.answered
        | _FLAGGED * mark.flagged
        | _SCORED * mark.scored
        | mark.position_in_set << _SET_SHIFT
        | _CONFIDENCES.index(mark.confidence) << _CONFIDENCE_SHIFT
    )


def _mark(version: int, mask: int, points: float, seconds: int, changes: int, flags: int) -> Mark:
    return Mark(
        version=version,
        mask=mask,
        points=points,
        seconds=seconds,
        changes=changes,
        answered=bool(flags & _ANSWERED),
        flagged=bool(flags & _FLAGGED),
        scored=bool(flags & _SCORED),
        position_in_set=flags >> _SET_SHIFT & _SET_BITS,
        confidence=_CONFIDENCES[flags >> _CONFIDENCE_SHIFT],
    )
