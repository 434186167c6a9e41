"""Saving the worksheet: one address for every act on it, with and without script."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.charts.worksheet import (
    RowSystem,
    Sheet,
    SheetFault,
    add_row,
    keep_both,
    move_row,
    read_sheet,
    remove_row,
    set_fields,
    sheet_json,
)
from app.extensions import db
from app.features.charts import desk, queries, service
from app.features.charts.pages import (
    KEPT,
    Page,
    bp,
    code_book,
    partial,
    sheet_context,
    undo_address,
)
from app.features.charts.queries import Attempt
from app.operations.tokens import new_token
from app.web import judges
from app.web.clock import now
from app.web.limits import saves
from app.web.permissions import allow, viewer

_MOST_CONFLICT = 100_000


@bp.post("/attempts/<int:attempt_id>/sheet")
@allow("student", judge=judges.own_attempt)
def sheet(attempt_id: int) -> Page:
    """Apply what the form says to the worksheet and save it as its next revision."""
    if not saves.take(viewer().id):
        return _answer(attempt_id, "That was too fast to save. Wait a second and try again.", 429)
    found = queries.attempt(db.session(), attempt_id)
    act = request.values.get("act", "save")
    try:
        saved = _save(found, act)
    except SheetFault as fault:
        return _answer(attempt_id, str(fault), 422)
    except service.RefusedError:
        return _gone(attempt_id)
    except service.ConflictError as conflict:
        return _conflict(conflict)
    row = found.sheet.row(_row_id(act)) if act.startswith("remove:") else None
    removed = row.code if row and not saved.sheet.row(row.id) else ""
    return _answer(attempt_id, removed=removed)


def _save(found: Attempt, act: str) -> Attempt:
    session, save_id = db.session(), request.form.get("save_id", "")[:40] or new_token()[:40]
    revision = _number("revision")
    if act == "undo":
        return service.undo(session, found, revision, save_id, now())
    if act.startswith("keep:"):
        kept = _kept(found, act)
        return service.save(session, found, revision, save_id, kept, now())
    base = found.sheet
    if revision != found.revision:
        coding = queries.coding_at(session, found.id, revision)
        base = found.sheet if coding is None else read_sheet(coding)
    return service.save(session, found, revision, save_id, _changed(base, act), now())


def _number(name: str) -> int:
    raw = request.values.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else -1


def _row_id(act: str) -> int:
    raw = act.partition(":")[2]
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _changed(base: Sheet, act: str) -> Sheet:
    """The worksheet with the fields of the form and its act; raises SheetFault."""
    fields = {name: value[:20] for name, value in request.form.items()}
    changed = set_fields(
        base,
        _by_row(fields, "poa-"),
        _by_row(fields, "date-"),
        fields.get("discharge_status"),
    )
    verb, _, rest = act.partition(":")
    match verb:
        case "up" | "down":
            return move_row(changed, _row_id(act), -1 if verb == "up" else 1)
        case "remove":
            return remove_row(changed, _row_id(act))
        case "add" | "first":
            system, _, code = rest.partition(":")
            known: RowSystem = "pcs" if system == "pcs" else "cm"
            return add_row(changed, known, code, first=verb == "first")
    return changed


def _by_row(fields: dict[str, str], prefix: str) -> dict[int, str]:
    found = {}
    for name, value in fields.items():
        raw = name.removeprefix(prefix)
        if raw != name and raw.isdecimal() and len(raw) < 10:
            found[int(raw)] = value
    return found


def _kept(found: Attempt, act: str) -> Sheet:
    """The side of a conflict that the learner keeps."""
    if act == "keep:theirs":
        return found.sheet
    try:
        mine = read_sheet(json.loads(request.form.get("mine", "")[:_MOST_CONFLICT]))
    except (ValueError, RecursionError):
        raise SheetFault("Your side could not be read any more. Nothing was changed.") from None
    return mine if act == "keep:mine" else keep_both(mine, found.sheet)


def _answer(attempt_id: int, problem: str = "", status: int = 200, removed: str = "") -> Page:
    """The worksheet as it now stands: the part for a script, else the page by a redirect."""
    found = queries.attempt(db.session(), attempt_id)
    toast = {"text": f"Removed {removed}", "undo": undo_address(found)} if removed else None
    if partial():
        shown = queries.chart_of_attempt(db.session(), found)
        context = {**sheet_context(found, shown), "said": problem, "toast": toast}
        return render_template("charts/_sheet_answer.html", **context), status
    if problem:
        flash(problem, "warning")
    if toast:
        flash(toast, "undo")  # type: ignore[arg-type]
    kept: dict[str, Any] = {n: v[:200] for n in KEPT if (v := request.form.get(n))}
    where = url_for("charts.attempt", attempt_id=attempt_id, pane="sheet", **kept)
    return redirect(f"{where}#sheet")


def _gone(attempt_id: int) -> Page:
    """The attempt was submitted elsewhere: a script is told where to go."""
    target = url_for("charts.feedback", attempt_id=attempt_id)
    return Response(status=409, headers={"HX-Redirect": target}) if partial() else redirect(target)


def _conflict(conflict: service.ConflictError) -> Page:
    """Both sides by row, and what to keep."""
    shown = queries.chart_of_attempt(db.session(), conflict.theirs)
    name = "charts/_conflict.html" if partial() else "charts/conflict.html"
    return (
        render_template(
            name,
            attempt=conflict.theirs,
            chart=shown,
            rows=desk.both_sides(conflict.mine, conflict.theirs.sheet, code_book()),
            mine=json.dumps(sheet_json(conflict.mine)),
            save_id=new_token()[:40],
        ),
        409,
    )
