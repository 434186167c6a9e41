"""What a lint rule gives and takes: findings, the context of a run, questions with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.codesets.values import CodeBook
from app.domain.content.formats.items import (
    MultipleItem,
    MultipleQuestion,
    NumericItem,
    NumericQuestion,
    Option,
    ScenarioSet,
    SingleItem,
    SingleQuestion,
)
from app.domain.content.values import (
    Chart,
    Check,
    ContentDocument,
    Lesson,
    Library,
    Question,
    questions_of,
)
from app.domain.content.yaml_reading import Location
from app.domain.payment.case import Case, Grouper


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, or a warning, at a location of a document's value."""

    document: ContentDocument
    rule: str
    message: str
    at: Location = ()
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may look at beside one document.

    Without ``book`` codes are not checked, without ``grouper`` keys are not grouped.
    ``second_grouper`` gives the DRG of a case by another grouper, None where it cannot.
    ``editions`` are those of the built-in code sets, which items may rest on.
    """

    library: Library
    today: date
    book: CodeBook | None = None
    grouper: Grouper | None = None
    second_grouper: Callable[[Case], str | None] | None = None
    editions: frozenset[str] = frozenset({"FY2026", "FY2026-April"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the bank or of a lesson, where it stands, and what it may break."""

    document: ContentDocument
    at: Location
    question: Question | Check
    waivers: Mapping[str, str]

    @property
    def options(self) -> tuple[Option, ...]:
        if isinstance(self.question, (SingleQuestion, MultipleQuestion)):
            return self.question.options
        return ()

    @property
    def keys(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.correct)

    @property
    def distractors(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.correct)

    @property
    def key_text(self) -> str:
        """The right options, or the number with its unit."""
        if isinstance(self.question, NumericQuestion):
            return f"{self.question.answer} {self.question.unit}".strip()
        return " ".join(option.text for option in self.keys)

    @property
    def bank_item(self) -> Question | None:
        """The question where it belongs to the bank, with the facts that only the bank has."""
        question = self.question
        return question if isinstance(question, (SingleItem, MultipleItem, NumericItem)) else None

    @property
    def lesson(self) -> str:
        """The lesson's ref, empty where there is none."""
        item = self.bank_item
        return self.document.ref if item is None else item.lesson

    @property
    def module(self) -> str:
        return self.lesson.partition("/")[0]

    def found(self, rule: str, message: str, *at: str | int, warning: bool = False) -> Finding:
        return Finding(self.document, rule, message, self.at + at, warning)


def asked_in(document: ContentDocument) -> Iterator[Asked]:
    """The questions of a document: of an item file, of a scenario set, of a lesson."""
    for at, item in questions_of(document):
        yield Asked(document, at, item, item.lint_ok)
    if isinstance(document.value, Lesson):
        for number, check in enumerate(document.value.checks):
            yield Asked(document, ("cy", number), check, document.value.front.lint_ok)


def waivers_at(document: ContentDocument, at: Location) -> Mapping[str, str]:
    """The rules that a document may break at a location, with the reasons."""
    value = document.value
    if isinstance(value, Lesson):
        return value.front.lint_ok
    if isinstance(value, Chart):
        return value.encounter.lint_ok
    if isinstance(value, ScenarioSet) and len(at) > 1 and isinstance(at[1], int):
        return value.items[at[1]].lint_ok
    return getattr(value, "lint_ok", {})
