"""Puts the options of unordered questions in an order that no writer chose."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from app.domain.content.blocks import Block, join_blocks, split_blocks
from app.domain.content.formats.common import ContentModel
from app.domain.content.formats.items import (
    Choice,
    MultipleItem,
    ScenarioSet,
    SingleItem,
)
from app.domain.content.places import bundle_files
from app.domain.content.reader import read_bundle
from app.domain.content.values import Check, Lesson, Value
from app.domain.content.writer import member_paths, write_members, write_model

Q = TypeVar("Q", bound=ContentModel)


def shuffled_files(files: Mapping[str, str]) -> dict[str, str]:
    """The text of every file with questions whose options move.

    The order follows from the question's ref and the options' words, so a second call changes
    nothing. Items that somebody has answered blind keep their letters.
    """
    changed: dict[str, str] = {}
    for bundle in bundle_files(files)[0]:
        if bundle.kind not in ("item", "lesson"):
            continue
        document, _ = read_bundle(bundle)
        if document is None:
            continue
        value = _shuffled(document.value)
        if value != document.value:
            changed |= member_paths(bundle.kind, bundle.path, write_members(value))
    return changed


def _shuffled(value: Value) -> Value:
    match value:
        case SingleItem() | MultipleItem():
            return _question(value, value.ref)
        case ScenarioSet():
            items = tuple(_question(item, item.ref) for item in value.items)
            return value.model_copy(update={"items": items})
        case Lesson():
            checks = tuple(_question(check, check.id) for check in value.checks)
            return replace(value, checks=checks, body=_with_checks(value.body, checks))
        case _:
            return value


def _question(question: Q, ref: str) -> Q:
    if not isinstance(question, Choice) or question.ordered:
        return question
    if isinstance(question, (SingleItem, MultipleItem)) and question.blind.answer:
        return question
    options = sorted(question.options, key=lambda option: _chance(ref, option.text))
    return question.model_copy(update={"options": tuple(options)})


def _chance(ref: str, text: str) -> str:
    return hashlib.sha256(f"{ref}\n{text}".encode()).hexdigest()


def _with_checks(body: str, checks: tuple[Check, ...]) -> str:
    left = iter(checks)
    return join_blocks(
        [
            Block("cy", write_model(next(left)), block.line) if block.kind == "cy" else block
            for block in split_blocks(body)
        ]
    )
