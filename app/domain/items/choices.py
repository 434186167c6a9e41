"""Questions with options: single best answer and multiple response."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar, Self

from app.domain.items.fields import Fields
from app.domain.items.values import (
    LETTERS,
    MAX_OPTIONS,
    Control,
    ExplainedOption,
    Explanation,
    Option,
    Presentation,
    PresentedOption,
    Response,
    ResponseFault,
    Rule,
    Verdict,
    in_words,
)

_NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class ChoiceQuestion(ABC):
    """What single best answer and multiple response share; ``ordered`` forbids shuffling."""

    stem: str
    options: tuple[Option, ...]
    ordered: bool = False

    type: ClassVar[str]
    label: ClassVar[str]
    control: ClassVar[Control]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        question = cls(
            fields.text("stem", required=True), _read_options(fields), fields.flag("ordered")
        )
        question.check(fields)
        return question

    @abstractmethod
    def check(self, fields: Fields) -> None:
        """Note what is wrong with the options as a whole."""

    @property
    def choose(self) -> int:
        """How many options are right, and so how many to choose."""
        return sum(option.correct for option in self.options)

    def order(self, seed: int | str) -> str:
        indices = [str(index) for index in range(len(self.options))]
        if not self.ordered:
            Random(str(seed)).shuffle(indices)  # noqa: S311  a display order, no secret
        return "".join(indices)

    def present(self, order: str) -> Presentation:
        return Presentation(
            type=self.type,
            stem=self.stem,
            instruction=f"Choose {_NUMBER_WORDS[self.choose]}.",
            control=self.control,
            options=tuple(
                PresentedOption(str(index), letter, self.options[index].text)
                for letter, index in self._displayed(order)
            ),
            choose=self.choose,
        )

    def parse(self, values: Sequence[str]) -> Response | None:
        allowed = {str(index): index for index in range(len(self.options))}
        try:
            chosen = sorted({allowed[value] for value in values if value != ""})
        except KeyError as error:
            raise ResponseFault("Choose from the options shown.") from error
        if len(chosen) > self.choose:
            raise ResponseFault(f"Choose {_NUMBER_WORDS[self.choose]}; you chose {len(chosen)}.")
        return Response(chosen=tuple(chosen)) if chosen else None

    def mask(self, response: Response | None) -> int:
        return sum(1 << index for index in response.chosen) if response else 0

    def score(self, response: Response | None, rule: Rule) -> Verdict:
        """One point in all; right minus wrong is a share of the right options, at least 0."""
        if response is None:
            return Verdict("unanswered", 0.0)
        chosen = [self.options[index] for index in response.chosen]
        right = sum(option.correct for option in chosen)
        wrong = len(chosen) - right
        slips = tuple(o.misconception for o in chosen if not o.correct and o.misconception)
        if right == self.choose and not wrong:
            return Verdict("right", 1.0)
        if rule is Rule.RIGHT_MINUS_WRONG and right > wrong:
            return Verdict("partly", (right - wrong) / self.choose, misconceptions=slips)
        return Verdict("wrong", 0.0, misconceptions=slips)

    def explain(self, response: Response | None, order: str) -> Explanation:
        chosen = response.chosen if response else ()
        options = tuple(
            ExplainedOption(
                index=index,
                letter=letter,
                text=self.options[index].text,
                correct=self.options[index].correct,
                chosen=index in chosen,
                rationale=self.options[index].rationale,
                misconception=self.options[index].misconception,
            )
            for letter, index in self._displayed(order)
        )
        return Explanation(
            yours=in_words([option.letter for option in options if option.chosen]),
            answer=in_words([option.letter for option in options if option.correct]),
            options=options,
        )

    def _displayed(self, order: str) -> list[tuple[str, int]]:
        """Letters with own indices in display order; raises ValueError for a foreign order."""
        indices = [int(digit) for digit in order]
        if sorted(indices) != list(range(len(self.options))):
            raise ValueError(f"{order!r} does not order {len(self.options)} options")
        return list(zip(LETTERS, indices, strict=False))


class SingleBest(ChoiceQuestion):
    """Single best answer: exactly one option is right."""

    __slots__ = ()
    type: ClassVar[str] = "single"
    label: ClassVar[str] = "Single best answer"
    control: ClassVar[Control] = "radio"

    def check(self, fields: Fields) -> None:
        if not 2 <= len(self.options) <= MAX_OPTIONS:
            fields.fault("options", f"Give two to {MAX_OPTIONS} options.")
        elif self.choose != 1:
            fields.fault("options", f"Mark exactly one option as correct, not {self.choose}.")


class MultipleResponse(ChoiceQuestion):
    """Multiple response: two or more options are right, and the question says how many."""

    __slots__ = ()
    type: ClassVar[str] = "multiple"
    label: ClassVar[str] = "Multiple response"
    control: ClassVar[Control] = "checkbox"

    def check(self, fields: Fields) -> None:
        if not 3 <= len(self.options) <= MAX_OPTIONS:
            fields.fault("options", f"Give three to {MAX_OPTIONS} options.")
        elif not 2 <= self.choose < len(self.options):
            fields.fault("options", "Mark at least two options as correct, and not all of them.")
        elif fields.integer("choose", 2, MAX_OPTIONS) != self.choose:
            fields.fault("choose", f"This must equal the number of correct options, {self.choose}.")


def _read_options(fields: Fields) -> tuple[Option, ...]:
    options = []
    seen: set[str] = set()
    for entry in fields.children("options"):
        option = Option(
            text=entry.text("text", required=True),
            correct=entry.flag("correct"),
            rationale=entry.text("rationale", required=True),
            misconception=entry.text("misconception"),
        )
        if option.text and option.text.casefold() in seen:
            entry.fault("text", "Another option has the same text.")
        seen.add(option.text.casefold())
        options.append(option)
    return tuple(options)
