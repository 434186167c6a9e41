"""What the templates of practice show of one question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.features.practice.forms import HISTORY_NAMES, LEVEL_NAMES
from app.features.practice.queries import Basis, Place, Shares, basis, shares
from app.operations.practice_pool import PracticeSpec
from app.web.formatters import percent
from app.web.question_view import closed_view, heading, open_view

CONFIDENCE_WORDS = {"sure": "sure", "fairly": "fairly sure", "guess": "a guess"}
_PCS_GUIDELINE = re.compile(r"[A-F]\d")
_KINDS = {"right": "correct", "partly": "partly", "wrong": "wrong", "unanswered": "info"}


def set_title(spec: PracticeSpec, domain_names: Mapping[str, str]) -> str:
    """What a set is called: its domain, or what else was asked for."""
    if spec.refs:
        return "Missed questions again"
    parts = []
    if len(spec.domains) == 1:
        parts.append(domain_names.get(spec.domains[0], f"Domain {spec.domains[0]}"))
    elif spec.domains:
        parts.append(f"Domains {', '.join(spec.domains)}")
    parts += [LEVEL_NAMES[level].lower() for level in spec.levels]
    parts += [HISTORY_NAMES[history].lower() for history in spec.histories]
    title = ", ".join(parts) or "All domains"
    return title[0].upper() + title[1:]


def question_page(session: Session, place: Place) -> dict[str, Any]:
    """The question open, or closed with everything that settles it; no key before the answer."""
    shared: dict[str, Any] = {
        "place": place,
        "title": place.spec.title or "Practice",
        "cells": _cells(place),
        "count": len(place.cells),
        "said": CONFIDENCE_WORDS.get(place.confidence, ""),
        "told": place.told,
    }
    if not place.told:
        return {**shared, "view": _open(place)}
    found, settled = shares(session, place), basis(session, place.item)
    return {
        **shared,
        "view": _closed(place, found),
        "verdict": place.verdict,
        "kind": _KINDS[place.verdict.state],
        "shares": found,
        "basis": settled,
        "guideline": in_code_book(settled) if settled else "",
    }


def in_code_book(found: Basis) -> str:
    """The address of the guideline or code where the code book holds the source, else empty.

    It has the text of the ICD-10-PCS guidelines, whose numbers begin with a letter and a digit.
    """
    if found.kind == "guideline" and _PCS_GUIDELINE.match(found.locator):
        return url_for("codebook.guideline", number=found.locator)
    return ""


def _open(place: Place) -> dict[str, Any]:
    view = open_view(
        place.item, place.option_order, place.response, exhibit_title=_exhibit_title(place)
    )
    for option in view["options"]:
        option["strike"] = False
    return view


def _closed(place: Place, found: Shares | None) -> dict[str, Any]:
    view = closed_view(place.item, place.option_order, place.response)
    view["exhibit_title"] = _exhibit_title(place)
    if found is not None:
        for option, index in zip(view["options"], place.option_order, strict=True):
            option["share"] = percent(found.of(int(index)), 1)
    view["heading"] = heading(place.verdict, view["yours"], view["answer"], view["type"])
    return view


def _exhibit_title(place: Place) -> str:
    return "Scenario" if place.item.exhibit else ""


def _cells(place: Place) -> list[dict[str, Any]]:
    here = url_for("practice.question", sitting_id=place.sitting_id, position=place.position)
    folder = here.rpartition("/")[0]
    return [
        {
            "number": cell.position,
            "href": f"{folder}/{cell.position}",
            "answered": cell.answered,
            "flagged": False,
            "current": cell.position == place.position,
            "state": cell.state,
        }
        for cell in place.cells
    ]
