"""The JSON schema of each format, made from its model."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from app.domain.content.formats import charts, course, items, library, practice

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "module": TypeAdapter(course.Module),
    "lesson": TypeAdapter(course.LessonFront),
    "check-yourself": items.CHECK_YOURSELF,
    "figure": TypeAdapter(course.FigureFront),
    "glossary": library.GLOSSARY,
    "sources": library.SOURCES,
    "framework": TypeAdapter(library.Framework),
    "rates": TypeAdapter(library.Rates),
    "item": items.ITEM,
    "chart": TypeAdapter(charts.Encounter),
    "key": TypeAdapter(charts.Key),
    "chart-document": TypeAdapter(charts.DocumentFront),
    "deck": TypeAdapter(practice.Deck),
    "blueprint": TypeAdapter(practice.Blueprint),
}


def schema_texts() -> dict[str, str]:
    """The text of docs/formats/<name>.json by name."""
    return {
        name: json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **adapter.json_schema(by_alias=True),
            },
            indent=2,
        )
        + "\n"
        for name, adapter in _ADAPTERS.items()
    }
