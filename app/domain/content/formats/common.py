"""Field types that several content formats share, and the model that all of them extend."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

T = TypeVar("T")

_NO_PROSE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")

Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate"]
Level = Literal["recall", "application", "analysis"]
Status = Literal["draft", "in_review", "live", "retired"]
Curriculum = Literal["I", "II", "III", "IV", "V", "VI", "SBK"]


class ContentModel(BaseModel):
    """A mapping of a content file: unknown keys and loosely typed values are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def clean(text: str) -> str:
    """Strip the text and the end of each line; raises ValueError for tabs and control characters.

    Those characters have no canonical YAML form, and none of them belongs in prose.
    """
    stripped = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    found = _NO_PROSE.search(stripped)
    if found:
        raise ValueError(f"the character U+{ord(found[0]):04X} (tab or control) is not allowed")
    return stripped


def one_line(text: str) -> str:
    """As ``clean``; raises ValueError where the text has more than one line."""
    cleaned = clean(text)
    if "\n" in cleaned:
        raise ValueError("this is one line of text, not several")
    return cleaned


def _filled(text: str) -> str:
    if not text:
        raise ValueError("text is missing")
    return text


def _minute(value: object) -> object:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("write a local time as 2026-06-22T14:10") from None
        if moment.isoformat(timespec="minutes") == value:
            return moment
        raise ValueError("write a local time as 2026-06-22T14:10")
    if isinstance(value, datetime) and (value.tzinfo or value.second or value.microsecond):
        raise ValueError("write a local time as 2026-06-22T14:10")
    return value


Line = Annotated[str, AfterValidator(one_line)]
FilledLine = Annotated[str, AfterValidator(one_line), AfterValidator(_filled)]
Text = Annotated[str, AfterValidator(clean)]
FilledText = Annotated[str, AfterValidator(clean), AfterValidator(_filled)]
Many = Annotated[tuple[T, ...], Field(strict=False)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
LessonRef = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", max_length=200),
]
TaskId = Annotated[str, StringConstraints(pattern=r"^([1-6]\.[1-9]|S\.[1-6])$")]
RuleName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
Decimals = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
Waivers = dict[RuleName, FilledLine]
LocalMinute = Annotated[
    datetime,
    BeforeValidator(_minute),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"}),
]


class BlindReading(ContentModel):
    """What a second reader made of a chart, or of a lesson's questions, without seeing the key."""

    result: Text = ""
    note: Text = ""


class Citation(ContentModel):
    """Where a statement was looked up: a source of sources.yml, the place in it, and when."""

    id: Slug
    locator: Line
    checked: date
