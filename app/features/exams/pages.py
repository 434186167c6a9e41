"""The contexts of an exam's pages: what a template is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import url_for
from sqlalchemy.orm import Session

from app.features.exams import queries, results
from app.web.formatters import local
from app.web.question_view import closed_view, open_view

FILTERS = ("all", "unanswered", "flagged")


def question(
    session: Session,
    head: queries.Head,
    position: int,
    show: str,
    now: datetime,
    values: Sequence[str] | None = None,
) -> dict[str, Any]:
    """The page of one question; ``values`` stand in the form in place of what is stored."""
    place = queries.place(session, head.id, position)
    cells = queries.cells(session, head.id)
    together = queries.set_of(cells, position)
    view = open_view(
        place.item, place.option_order, place.response, place.struck, _exhibit_title(together)
    )
    view["exhibit_open"] = position == together[0]
    if values is not None:
        _put(view, values)
    address = _addresses(head, show)
    return {
        **sitting(head, cells, now),
        "place": place,
        "view": view,
        "yours": _letters(view) if values is not None else "",
        "save_id": uuid4().hex,
        "cells": _shown(address, cells, show, position),
        "filters": _filters(cells, show),
        "show": show,
        "previous_url": address(position - 1),
        "next_url": address(position + 1),
    }


def sitting(head: queries.Head, cells: Sequence[queries.Cell], now: datetime) -> dict[str, Any]:
    """What the bar of every page of an open exam needs."""
    return {
        "head": head,
        "now": now,
        "answered": sum(cell.answered for cell in cells),
        "flagged": sum(cell.flagged for cell in cells),
        "ends_at": f"{local(head.deadline):%H:%M %Z}",
    }


def review(session: Session, head: queries.Head, show: str, now: datetime) -> dict[str, Any]:
    """All questions by state, and what a submission would hand in."""
    cells = queries.cells(session, head.id)
    return {
        **sitting(head, cells, now),
        "rows": [cell for cell in cells if _meets(cell, show)],
        "filters": _filters(cells, show),
        "show": show,
    }


def answers(session: Session, head: queries.Head, show: str, page: int) -> dict[str, Any]:
    """One page of the closed exam's questions, each with every rationale."""
    everything = results.answers(session, head.id)
    chosen = [one for one in everything if _reviewed(one, show)]
    pages = max(1, -(-len(chosen) // results.PAGE))
    page = max(1, min(page, pages))
    part = chosen[(page - 1) * results.PAGE : page * results.PAGE]
    return {
        "head": head,
        "show": show,
        "page": page,
        "pages": pages,
        "total": len(chosen),
        "counts": {
            name: sum(_reviewed(one, name) for one in everything)
            for name in ("missed", "flagged", "all")
        },
        "questions": _closed(part),
        "page_url": lambda number: url_for(
            "exams.answers", sitting_id=head.id, show=show, page=number
        ),
    }


def _closed(part: Sequence[results.Answered]) -> list[tuple[results.Answered, dict[str, Any]]]:
    """Each question with its view; a scenario is open at the first of its questions."""
    shown: list[tuple[results.Answered, dict[str, Any]]] = []
    told = ""
    for one in part:
        view = closed_view(one.item, one.option_order, one.response, f"q{one.position}")
        view["exhibit_open"] = one.item.set_ref != told
        told = one.item.set_ref
        shown.append((one, view))
    return shown


def _reviewed(one: results.Answered, show: str) -> bool:
    if show == "missed":
        return one.points < 1
    return show != "flagged" or one.flagged


def _meets(cell: queries.Cell, show: str) -> bool:
    if show == "unanswered":
        return not cell.answered
    return show != "flagged" or cell.flagged


def _filters(cells: Sequence[queries.Cell], show: str) -> list[dict[str, Any]]:
    counts = {
        "all": None,
        "unanswered": sum(not cell.answered for cell in cells),
        "flagged": sum(cell.flagged for cell in cells),
    }
    return [
        {
            "label": name.capitalize(),
            "count": counts[name],
            "href": f"?show={name}",
            "current": name == show,
        }
        for name in FILTERS
    ]


def _shown(
    address: Callable[[int], str], cells: Sequence[queries.Cell], show: str, position: int
) -> list[dict[str, Any]]:
    return [
        {
            "number": cell.position,
            "href": address(cell.position),
            "answered": cell.answered,
            "flagged": cell.flagged,
            "current": cell.position == position,
        }
        for cell in cells
        if _meets(cell, show) or cell.position == position
    ]


def _addresses(head: queries.Head, show: str) -> Callable[[int], str]:
    """From a place to its address, the filter kept; after the last question comes the review."""
    sitting_url = url_for("exams.sitting", sitting_id=head.id)
    kept = f"?show={show}" if show != "all" else ""

    def address(position: int) -> str:
        return (
            f"{sitting_url}/{position}{kept}" if position <= head.items else f"{sitting_url}/review"
        )

    return address


def _exhibit_title(together: range) -> str:
    if len(together) == 1:
        return f"Scenario for {together[0]}"
    return f"Scenario for {together[0]} to {together[-1]}"


def _put(view: dict[str, Any], values: Sequence[str]) -> None:
    """Keep what was typed or chosen, though it was not saved."""
    view["value"] = values[0] if values and not view["options"] else view["value"]
    for option in view["options"]:
        option["checked"] = option["value"] in values


def _letters(view: dict[str, Any]) -> str:
    chosen = [option["letter"] for option in view["options"] if option["checked"]]
    return " and ".join(chosen) or (view["value"] if not view["options"] else "")
