"""From a posted form to a document with its problems: by the reader and linter of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy.orm import Session

from app.domain.codesets.values import CodeBook
from app.domain.content.formats.common import clean
from app.domain.content.lint.findings import Context
from app.domain.content.lint.run import lint_one
from app.domain.content.problems import Problem
from app.domain.content.reader import read_body
from app.domain.content.values import ContentDocument, Kind, Lesson, Library
from app.domain.content.writer import plain
from app.domain.content.yaml_reading import YamlError, load_yaml
from app.domain.content.yaml_writing import write_yaml
from app.features.bank.fields import Plain, name_of
from app.operations.library import all_current

RELATED: tuple[Kind, ...] = ("framework", "sources", "glossary", "module", "lesson", "figure")
UNSEEN = frozenset({"ref", "blind", "lint_ok", "status", "type", "writer"})
"""Fields that no form shows, so that no link can lead to them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem, or with ``advice`` a warning; ``field`` is the name of the field at fault."""

    field: str
    line: int
    rule: str
    message: str
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """``content`` is None where the document cannot be read; only then it cannot be saved."""

    content: ContentDocument | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.advice)

    @property
    def advice(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.advice)


def values_of(content: ContentDocument) -> Plain:
    """A stored document as plain values, the body of a lesson beside its front matter."""
    value = content.value
    if isinstance(value, Lesson):
        return {**plain(value.front), "body": value.body}
    return plain(cast(Any, value))


def check(
    session: Session, kind: Kind, values: Mapping[str, Any], today: date, book: CodeBook | None
) -> Checked:
    """Read and lint what a form says; nothing is written."""
    unclean = list(_unclean(values))
    if unclean:
        return Checked(None, tuple(unclean))
    front = {
        key: value for key, value in values.items() if not (kind == "lesson" and key == "body")
    }
    text = write_yaml(front)
    body = f"---\n{text}---\n{values.get('body', '')}\n" if kind == "lesson" else text
    content, problems = read_body(kind, body)
    lines = _lines(text, 2 if kind == "lesson" else 1)
    if content is None:
        return Checked(None, tuple(_fault(p, lines) for p in problems))
    return Checked(content, _linted(session, content, today, book))


def _linted(
    session: Session, content: ContentDocument, today: date, book: CodeBook | None
) -> tuple[Fault, ...]:
    others = [one.content for kind in RELATED for one in all_current(session, kind)]
    around = [one for one in others if (one.kind, one.ref) != (content.kind, content.ref)]
    report = lint_one(content, Context(Library((content, *around)), today, book))
    names: dict[int, str] = {}
    for at, place in content.places.items():
        names[place.line] = name_of(at)
    errors = tuple(_fault(problem, names) for problem in report.problems)
    return errors + tuple(_fault(problem, names, advice=True) for problem in report.warnings)


def _fault(problem: Problem, names: Mapping[int, str], advice: bool = False) -> Fault:
    field = names.get(problem.line, "body" if problem.line > max(names, default=0) else "")
    if field.rpartition(".")[2] in UNSEEN:
        field = ""
    return Fault(field, problem.line, problem.rule, problem.message, advice)


def _lines(text: str, first_line: int) -> dict[int, str]:
    """Names of fields by line; the outermost wins where several stand on one line."""
    try:
        loaded = load_yaml(text, first_line)
    except YamlError:
        return {}
    names: dict[int, str] = {}
    for at, line in loaded.lines.items():
        if at:
            names.setdefault(line, name_of(at))
    return names


def _unclean(value: Any, name: str = "") -> list[Fault]:
    """Tabs and control characters, which have no canonical form."""
    if isinstance(value, str):
        try:
            clean(value)
        except ValueError as error:
            return [Fault(name, 1, "schema", str(error))]
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        pairs = value.items()
    elif isinstance(value, (list, tuple)):
        pairs = enumerate(value)
    return [f for key, child in pairs for f in _unclean(child, f"{name}.{key}".strip("."))]
