"""Which kind of document a path belongs to, and which files make up a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.content.values import Kind

_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATTERNS: dict[Kind, str] = {
    "module": r"(content/modules/NAME/module\.yml)",
    "lesson": r"(content/modules/NAME/NAME\.md)",
    "figure": r"(content/figures/NAME)\.(?:yml|svg)",
    "glossary": r"(content/glossary\.yml)",
    "sources": r"(content/sources\.yml)",
    "framework": r"(content/frameworks/NAME\.yml)",
    "rates": r"(content/rates/NAME\.yml)",
    "item": r"(question_bank/items/d[1-6]/NAME\.yml)",
    "chart": r"(question_bank/charts/NAME)/(?:chart\.yml|key\.yml|documents/[0-9]{2}-NAME\.md)",
    "deck": r"(question_bank/decks/NAME\.yml)",
    "blueprint": r"(question_bank/blueprints/NAME\.yml)",
}
_KINDS = {kind: re.compile(text.replace("NAME", _NAME)) for kind, text in _PATTERNS.items()}
_OTHER = re.compile(r"(.*/)?(README\.md|LICENSE|\.gitkeep)")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one document by their name within it; a lone file has the name ``""``."""

    kind: Kind
    path: str
    files: Mapping[str, str]


def bundle_files(files: Mapping[str, str]) -> tuple[list[Bundle], list[str]]:
    """Group files, by path with ``/``, into documents; the second part are paths of no kind."""
    grouped: dict[tuple[str, Kind], dict[str, str]] = {}
    unknown = []
    for path in sorted(files):
        found = _kind_of(path)
        if found:
            kind, owner = found
            grouped.setdefault((owner, kind), {})[_member(kind, owner, path)] = files[path]
        elif not _OTHER.fullmatch(path):
            unknown.append(path)
    return [Bundle(kind, owner, members) for (owner, kind), members in grouped.items()], unknown


def full_path(kind: Kind, owner: str, member: str) -> str:
    """The path of a document's file: of its lone file, a figure's part, or a chart's file."""
    if not member:
        return owner
    return f"{owner}.{member}" if kind == "figure" else f"{owner}/{member}"


def default_path(kind: Kind, ref: str, domain: str = "") -> str:
    """Where a document that no file has yet is written; ``domain`` is an item's, as ``"1"``."""
    match kind:
        case "module":
            return f"content/modules/{ref}/module.yml"
        case "lesson":
            return f"content/modules/{ref}.md"
        case "figure":
            return f"content/figures/{ref}"
        case "glossary" | "sources":
            return f"content/{ref}.yml"
        case "framework" | "rates":
            return f"content/{'frameworks' if kind == 'framework' else kind}/{ref}.yml"
        case "item":
            return f"question_bank/items/d{domain}/{ref}.yml"
        case "chart":
            return f"question_bank/charts/{ref}"
        case "deck" | "blueprint":
            return f"question_bank/{kind}s/{ref}.yml"


def _kind_of(path: str) -> tuple[Kind, str] | None:
    for kind, pattern in _KINDS.items():
        match = pattern.fullmatch(path)
        if match:
            return kind, match[1]
    return None


def _member(kind: Kind, owner: str, path: str) -> str:
    if kind == "figure":
        return path.rsplit(".", 1)[1]
    return path[len(owner) + 1 :] if kind == "chart" else ""
