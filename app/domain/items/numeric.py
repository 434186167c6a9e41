"""Numeric questions: a decimal answer with tolerance and unit, and the named wrong results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from app.domain.items.fields import Fields
from app.domain.items.values import (
    ExplainedOption,
    Explanation,
    Presentation,
    Response,
    ResponseFault,
    Rule,
    Verdict,
)

MAX_LENGTH = 60
_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<number>[0-9,]*\.?[0-9]*)(?P<rest>.*)", re.DOTALL)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_PERCENT = frozenset({"%", "percent", "per cent", "pct"})
_DOLLARS = frozenset({"$", "dollar", "dollars", "usd"})


@dataclass(frozen=True, slots=True)
class WrongResult:
    """A result that a named error gives, with why it is wrong."""

    value: Decimal
    rationale: str
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number to enter; right when it lies within ``tolerance`` of ``answer``."""

    stem: str
    answer: Decimal
    tolerance: Decimal
    places: int
    unit: str
    rationale: str
    formula: str = ""
    wrong: tuple[WrongResult, ...] = ()

    type: ClassVar[str] = "numeric"
    label: ClassVar[str] = "Number"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        question = cls(
            stem=fields.text("stem", required=True),
            answer=fields.decimal("answer"),
            tolerance=fields.decimal("tolerance", "0"),
            places=fields.integer("places", 0, 6, 0),
            unit=fields.text("unit"),
            rationale=fields.text("rationale", required=True),
            formula=fields.text("formula"),
            wrong=tuple(_read_wrong(entry) for entry in fields.children("wrong")),
        )
        if question.tolerance < 0:
            fields.fault("tolerance", "This must not be negative.")
        for index, result in enumerate(question.wrong):
            if abs(result.value - question.answer) <= question.tolerance:
                fields.fault(f"wrong.{index}.value", "This would count as right.")
        return question

    def order(self, seed: int | str) -> str:
        return ""

    def present(self, order: str) -> Presentation:
        kind = "a number" if self.places else "a whole number"
        decimals = f" with {self.places} decimal{'s' * (self.places > 1)}" if self.places else ""
        return Presentation(
            type=self.type,
            stem=self.stem,
            instruction=f"Enter {kind}{decimals}.",
            control="text",
            unit=self.unit,
        )

    def parse(self, values: Sequence[str]) -> Response | None:
        texts = [value.strip() for value in values if value.strip()]
        if not texts:
            return None
        if len(texts) > 1:
            raise ResponseFault("Enter one number.")
        return Response(texts=(f"{read_number(texts[0], self.unit):f}",))

    def mask(self, response: Response | None) -> int:
        return 0

    def score(self, response: Response | None, rule: Rule) -> Verdict:
        """All or nothing under every rule."""
        if response is None:
            return Verdict("unanswered", 0.0)
        value = Decimal(response.texts[0])
        if self._equal(value, self.answer):
            return Verdict("right", 1.0)
        met = self._met(value)
        slips = (met.misconception,) if met and met.misconception else ()
        return Verdict("wrong", 0.0, misconceptions=slips)

    def explain(self, response: Response | None, order: str) -> Explanation:
        value = Decimal(response.texts[0]) if response else None
        right = value is not None and self._equal(value, self.answer)
        met = self._met(value) if value is not None and not right else None
        key = ExplainedOption(
            0, "", self._shown(self.answer), True, right, self.rationale, misconception=""
        )
        others = tuple(
            ExplainedOption(
                index=index,
                letter="",
                text=self._shown(result.value),
                correct=False,
                chosen=result is met,
                rationale=result.rationale,
                misconception=result.misconception,
            )
            for index, result in enumerate(self.wrong, start=1)
        )
        yours = "" if value is None else self._shown(value)
        return Explanation(yours, self._shown(self.answer), (key, *others))

    def _equal(self, value: Decimal, other: Decimal) -> bool:
        return abs(value - other) <= self.tolerance

    def _met(self, value: Decimal) -> WrongResult | None:
        """The named wrong result that the value is, if any; the nearest where two would do."""
        near = [result for result in self.wrong if self._equal(value, result.value)]
        return min(near, key=lambda result: abs(result.value - value), default=None)

    def _shown(self, value: Decimal) -> str:
        number = f"{value:,f}"
        if self.unit.casefold() == "%":
            return f"{number}%"
        if self.unit.casefold() == "$":
            return f"${number}"
        return f"{number} {self.unit}".strip()


def read_number(text: str, unit: str = "") -> Decimal:
    """Read a number as people type it: unit, percent or dollar sign, commas between thousands.

    Raises ResponseFault with a sentence for the learner.
    """
    if len(text) > MAX_LENGTH:
        raise ResponseFault("Enter one number, without the calculation.")
    bare = " ".join(text.replace("\u2212", "-").split())
    if unit.casefold() in _DOLLARS:
        bare = re.sub(r"^([-+]?) ?\$ ?", r"\1", bare)
    match = _NUMBER.fullmatch(bare)
    number = match["number"] if match else ""
    if not match or not re.search("[0-9]", number):
        raise ResponseFault("Enter a number in digits, for example 1,234.5.")
    if not _GROUPED.fullmatch(number):
        raise ResponseFault("Use a point for decimals and commas between thousands: 1,234.5.")
    rest = match["rest"].strip().rstrip(".").casefold()
    if rest and not _is_unit(rest, unit.casefold()):
        raise ResponseFault(_about_rest(rest, unit))
    return Decimal(match["sign"] + number.replace(",", ""))


def _is_unit(rest: str, unit: str) -> bool:
    """Whether the words after the number are the unit, its singular, or its first words."""
    for names in (_PERCENT, _DOLLARS):
        if unit in names:
            return rest in names
    return bool(unit) and (
        rest.removesuffix("s") == unit.removesuffix("s") or unit.startswith(f"{rest} ")
    )


def _about_rest(rest: str, unit: str) -> str:
    if rest[0] in "0123456789+-*/=.,x()":
        return "Enter one number, without the calculation."
    if not unit:
        return "Enter the number alone; this answer has no unit."
    return f"Give the answer in {unit}."


def _read_wrong(fields: Fields) -> WrongResult:
    return WrongResult(
        value=fields.decimal("value"),
        rationale=fields.text("rationale", required=True),
        misconception=fields.text("misconception"),
    )
