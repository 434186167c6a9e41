"""The one canonical writer: a document's value to its files and to its body."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel

from app.domain.content.places import full_path
from app.domain.content.values import (
    Chart,
    ContentDocument,
    Figure,
    Glossary,
    Kind,
    Lesson,
    Sources,
    Value,
)
from app.domain.content.yaml_writing import write_yaml

_FIRST = ("ref", "id", "type")
_PART = re.compile(r"^=== (\S+) ===\n", re.MULTILINE)


def write_members(value: Value) -> dict[str, str]:
    """The canonical text of each file of a document by its name within it, in order."""
    match value:
        case Lesson():
            return {"": _with_front(value.front, value.body)}
        case Figure():
            return {"yml": write_model(value.front), "svg": value.svg.strip() + "\n"}
        case Chart():
            return {
                "chart.yml": write_model(value.encounter),
                "key.yml": write_model(value.key),
                **{
                    f"documents/{one.name}.md": _with_front(one.front, one.text)
                    for one in value.documents
                },
            }
        case Glossary():
            return {"": write_yaml([plain(term) for term in value.terms])}
        case Sources():
            return {"": write_yaml([plain(source) for source in value.sources])}
        case _:
            return {"": write_model(value)}


def write(value: Value) -> str:
    """The canonical body of a document: its file, or its files joined in order."""
    return join_members(write_members(value))


def write_files(document: ContentDocument) -> dict[str, str]:
    """The canonical files of a document by path."""
    return member_paths(document.kind, document.path, write_members(document.value))


def member_paths(kind: Kind, path: str, members: Mapping[str, str]) -> dict[str, str]:
    """Files by path from files by their name within the document."""
    return {full_path(kind, path, member): text for member, text in members.items()}


def join_members(members: Mapping[str, str]) -> str:
    """A lone file as it is; several each under a line ``=== name ===``."""
    if set(members) == {""}:
        return members[""]
    return "".join(f"=== {name} ===\n{text}" for name, text in members.items())


def split_members(body: str) -> dict[str, str]:
    """The files that ``join_members`` joined."""
    if not _PART.match(body):
        return {"": body}
    _, *parts = _PART.split(body)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def has_part_line(text: str) -> bool:
    """Whether a file holds a line that would be taken for the start of another one."""
    return bool(_PART.search(text))


def write_model(model: BaseModel) -> str:
    """The canonical YAML of one model."""
    return write_yaml(plain(model))


def plain(model: BaseModel) -> dict[str, object]:
    """Plain values of a model in the order of its fields, those left at their default omitted."""
    return _ordered(model.model_dump(by_alias=True, exclude_defaults=True))


def _ordered(data: dict[str, object]) -> dict[str, object]:
    """Fields in the order of their model; a question, which has a type, begins with its name."""
    first = [key for key in _FIRST if key in data] if "type" in data else []
    names = [*first, *(key for key in data if key not in first)]
    return {name: _inside(data[name]) for name in names}


def _inside(value: object) -> object:
    if isinstance(value, dict):
        return _ordered(value)
    if isinstance(value, (list, tuple)):
        return [_inside(one) for one in value]
    return value


def _with_front(front: BaseModel, text: str) -> str:
    return f"---\n{write_model(front)}---\n{text}\n"
