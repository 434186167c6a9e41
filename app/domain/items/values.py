"""Values that every item type shares: options, responses, verdicts, and what a page may show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

LETTERS = "ABCDEFGHIJ"
MAX_OPTIONS = len(LETTERS)

VerdictState = Literal["right", "partly", "wrong", "unanswered"]
OptionState = Literal["right", "wrong", "missed", "left"]
Control = Literal["radio", "checkbox", "text"]


class Rule(StrEnum):
    """How partial answers earn credit; the learner is told before she answers."""

    ALL_OR_NOTHING = "all_or_nothing"
    RIGHT_MINUS_WRONG = "right_minus_wrong"


MOCK_RULE = Rule.ALL_OR_NOTHING
PRACTICE_RULE = Rule.RIGHT_MINUS_WRONG


class ResponseFault(ValueError):  # noqa: N818  the product says fault
    """What a learner sent cannot be read as an answer; the message tells her what to do."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option with its feedback; ``misconception`` names the error that leads to it."""

    text: str
    correct: bool
    rationale: str
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A given answer: indices of options in the version's own order, or texts; never empty.

    One shape for every type, so that what stores answers need not know the types.
    """

    chosen: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.chosen) == bool(self.texts):
            raise ValueError("a response holds either choices or texts")

    def to_json(self) -> str:
        """``[0,2]`` or ``["5.6"]``, for the database."""
        return json.dumps(self.chosen or self.texts, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Response:
        """Read what ``to_json`` wrote; raises ValueError for anything else."""
        match json.loads(text):
            case [*values] if values and all(type(value) is int for value in values):
                return cls(chosen=tuple(values))
            case [*values] if values and all(isinstance(value, str) for value in values):
                return cls(texts=tuple(values))
        raise ValueError(f"not a stored response: {text[:80]}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a response is worth: the one verdict type of all item types.

    ``points`` run from 0 to ``possible``; ``misconceptions`` are those that the response shows.
    """

    state: VerdictState
    points: float
    possible: float = 1.0
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentedOption:
    """An option as shown before the answer: ``value`` is what the form field ``choice`` sends."""

    value: str
    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """A question as shown before the answer: holds neither key nor rationale.

    ``choose`` is how many options to choose (0 where there are none); ``unit`` stands beside
    the text field.
    """

    type: str
    stem: str
    instruction: str
    control: Control
    options: tuple[PresentedOption, ...] = ()
    choose: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedOption:
    """An option, or a named wrong result, as shown after the answer.

    ``state``: chosen and right, chosen and wrong, right but missed, rightly left.
    """

    index: int
    letter: str
    text: str
    correct: bool
    chosen: bool
    rationale: str
    misconception: str

    @property
    def state(self) -> OptionState:
        if self.chosen:
            return "right" if self.correct else "wrong"
        return "missed" if self.correct else "left"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Feedback: ``yours`` and ``answer`` in a few words ("A and C", "5.6 days"), then by option.

    ``yours`` is empty when there was no answer.
    """

    yours: str
    answer: str
    options: tuple[ExplainedOption, ...]


def in_words(parts: Sequence[str]) -> str:
    """``["A", "B", "C"]`` gives ``"A, B and C"``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
