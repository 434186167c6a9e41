"""YAML text to a model, each problem with the line of its field and a sentence that helps."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.domain.content.formats.common import clean
from app.domain.content.problems import Problem
from app.domain.content.values import Place
from app.domain.content.yaml_reading import Loaded, Location, YamlError, load_yaml

T = TypeVar("T")

_HINTS = {
    "string_type": "text is expected here; put it in quotes",
    "missing": "this field is missing",
    "extra_forbidden": "this field is not known here",
    "bool_type": "true or false is expected here",
    "int_type": "a whole number is expected here",
    "float_type": "a number is expected here",
    "date_type": "a date is expected here, as 2026-11-24 without quotes",
    "datetime_type": "a local time is expected here, as 2026-06-22T14:10",
    "tuple_type": "a list is expected here",
    "model_type": "a mapping is expected here",
    "dict_type": "a mapping is expected here",
    "union_tag_not_found": "the field type is missing",
}


@dataclass(slots=True)
class Reading:
    """Collects what reading the files of one document gives: places and problems."""

    places: dict[Location, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: str, line: int, rule: str, message: str) -> None:
        self.problems.append(Problem(path, line, rule, message))

    def model(
        self,
        adapter: TypeAdapter[T],
        text: str,
        path: str,
        prefix: Location = (),
        first_line: int = 1,
    ) -> T | None:
        """The validated value of YAML text, or None with problems noted.

        ``prefix`` is put before the locations of the text in the document's value.
        """
        try:
            loaded = load_yaml(text, first_line)
        except YamlError as error:
            self.refuse(path, error.line, "yaml", error.message)
            return None
        for at, line in loaded.lines.items():
            self.places[prefix + at] = Place(path, line)
        try:
            return adapter.validate_python(loaded.value)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                at = _known(loaded, one["loc"])
                self.refuse(path, loaded.lines.get(at, first_line), "schema", _sentence(one, at))
            return None

    def markdown(self, text: str, path: str, first_line: int) -> str | None:
        """Clean Markdown, or None with the problem noted."""
        return self.attempt(lambda: clean(text), path, first_line)

    def attempt(self, make: Callable[[], T], path: str, line: int) -> T | None:
        """What ``make`` gives, or None with the ValueError that it raised noted."""
        try:
            return make()
        except ValueError as error:
            self.refuse(path, line, "schema", str(error))
            return None


def _known(loaded: Loaded, loc: tuple[int | str, ...]) -> Location:
    """The location in the file of a location of pydantic, which names union members too."""
    at: Location = ()
    for part in loc:
        if (*at, part) in loaded.lines:
            at = (*at, part)
    return at


def _sentence(error: ErrorDetails, at: Location) -> str:
    kind = error["type"]
    message = _HINTS.get(kind) or error["msg"].removeprefix("Value error, ")
    last = error["loc"][-1] if error["loc"] else ""
    name = last if kind in ("missing", "extra_forbidden") else (at[-1] if at else "")
    words = ".".join(str(part) for part in (*at[:-1], name) if part != "") if at else str(name)
    if kind == "missing" and at:
        words = ".".join(str(part) for part in (*at, last))
    return f"{words}: {message}" if words else message


def close_match(word: str, known: list[str]) -> str:
    """``; did you mean X?`` where a known word is close, else nothing."""
    found = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {found[0]}?" if found else ""
