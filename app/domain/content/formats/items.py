"""Formats of questions: bank items of every type, scenario sets, check-yourself questions."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from app.domain.content.formats.common import (
    Citation,
    ContentModel,
    Decimals,
    FilledLine,
    FilledText,
    LessonRef,
    Level,
    Line,
    Many,
    Slug,
    Status,
    TaskId,
    Text,
    Waivers,
)

CheckId = Annotated[str, StringConstraints(pattern=r"^cy-[a-z0-9]+(-[a-z0-9]+)*$")]


class Option(ContentModel):
    """One option; a wrong one names the misconception that chooses it."""

    text: FilledText
    correct: bool
    misconception: Slug | Literal[""] = ""
    rationale: Text


class WrongValue(ContentModel):
    """A wrong result that learners reach, with its cause."""

    value: Decimals
    misconception: Slug | Literal[""] = ""
    rationale: Text


class Rating(ContentModel):
    """Of 100 candidates who only just deserve to pass, how many get this right (Angoff)."""

    rater: Slug
    value: Annotated[int, Field(ge=25, le=95, multiple_of=5)]


class Angoff(ContentModel):
    """The ratings, provisional while there are fewer raters than the item's purpose needs."""

    ratings: Many[Rating]
    provisional: bool


class Blind(ContentModel):
    """What a second reader answered without seeing the key: letters, or a number."""

    answer: Line = ""
    agreed: bool | None = None
    note: Text = ""


class Choice(ContentModel):
    """Fields of questions with options."""

    ordered: bool = False
    stem: FilledText
    options: Annotated[Many[Option], Field(min_length=2, max_length=8)]

    @property
    def correct_letters(self) -> str:
        """Letters of the right options in stored order, as ``"BD"``."""
        return "".join("ABCDEFGH"[i] for i, o in enumerate(self.options) if o.correct)


class SingleQuestion(Choice):
    """One best answer."""

    type: Literal["single"]

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.correct_letters) != 1:
            raise ValueError("exactly one option is correct")
        return self


class MultipleQuestion(Choice):
    """Several right answers; ``choose`` says how many."""

    type: Literal["multiple"]
    choose: Annotated[int, Field(ge=2)]

    @model_validator(mode="after")
    def _as_many_keys(self) -> Self:
        if len(self.correct_letters) != self.choose:
            raise ValueError("as many options are correct as choose says")
        return self


class NumericQuestion(ContentModel):
    """A number with its unit; ``tolerance`` is half of the last place asked for."""

    type: Literal["numeric"]
    stem: FilledText
    answer: Decimals
    tolerance: Decimals
    unit: Line = ""
    places: Annotated[int, Field(ge=0, le=6)]
    formula: FilledLine
    rationale: FilledText
    wrong: Many[WrongValue] = ()


class _BankFacts(ContentModel):
    ref: Slug
    task: TaskId
    level: Level
    lesson: LessonRef | Literal[""] = ""
    purpose: Literal["mock", "practice"]
    family: Slug | Literal[""] = ""
    edition: Line = ""
    status: Status


class _BankProof(ContentModel):
    source: Citation
    angoff: Angoff
    negative: bool = False
    writer: Slug
    blind: Blind = Blind()
    lint_ok: Waivers = {}


class SingleItem(_BankProof, SingleQuestion, _BankFacts):
    """A bank item with one best answer."""


class MultipleItem(_BankProof, MultipleQuestion, _BankFacts):
    """A bank item with several right answers."""


class NumericItem(_BankProof, NumericQuestion, _BankFacts):
    """A bank item that is answered by a number."""


Question = SingleItem | MultipleItem | NumericItem


class ScenarioSet(ContentModel):
    """Three to five items on one exhibit, moved as one."""

    ref: Slug
    type: Literal["scenario"]
    exhibit: FilledText
    items: Annotated[
        Many[Annotated[Question, Field(discriminator="type")]], Field(min_length=3, max_length=5)
    ]


class CheckSingle(SingleQuestion):
    """A check-yourself question with one best answer."""

    id: CheckId


class CheckMultiple(MultipleQuestion):
    """A check-yourself question with several right answers."""

    id: CheckId


class CheckNumeric(NumericQuestion):
    """A check-yourself question that is answered by a number."""

    id: CheckId


Item = Annotated[SingleItem | MultipleItem | NumericItem | ScenarioSet, Field(discriminator="type")]
CheckYourself = Annotated[CheckSingle | CheckMultiple | CheckNumeric, Field(discriminator="type")]

ITEM: TypeAdapter[SingleItem | MultipleItem | NumericItem | ScenarioSet] = TypeAdapter(Item)
CHECK_YOURSELF: TypeAdapter[CheckSingle | CheckMultiple | CheckNumeric] = TypeAdapter(CheckYourself)
