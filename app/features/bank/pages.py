"""What several pages of the bank need: organisations, previews of items, differences of texts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.domain.items.item import Item
from app.operations.organisations import load_tree
from app.web.permissions import viewer
from app.web.question_view import closed_view, open_view

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """One question: ``asked`` before the answer, ``closed`` with key and rationales."""

    item: Item
    asked: dict[str, Any]
    closed: dict[str, Any]


def previews(items: Iterable[Item]) -> list[Preview]:
    """Each question in the order in which it is stored."""
    found = []
    for place, item in enumerate(items):
        options = len(getattr(item.question, "options", ()))
        order = "".join(str(index) for index in range(options))
        asked = open_view(item, order, None) | {"name": f"asked-{place}"}
        for option in asked["options"]:
            option["strike"] = False
        found.append(Preview(item, asked, closed_view(item, order, None, f"closed-{place}")))
    return found


def organisations(session: Session) -> frozenset[int]:
    """The organisations whose documents this person may edit."""
    person = viewer()
    held = person.organisations("instructor") | person.organisations("administrator")
    return frozenset(one.id for one in load_tree(session).under(held))


def home_of_author(session: Session) -> tuple[int, str]:
    """Id and slug of the organisation for which this person writes."""
    person = viewer()
    held = person.organisations("instructor") or person.organisations("administrator")
    first = min(held)
    return first, load_tree(session).by_id[first].slug


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Lines that differ with three around them: ("+", "-", " " or "@", text)."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3)
    return [(line[0], line[1:]) for line in list(lines)[2:]]
