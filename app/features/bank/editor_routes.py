"""The editor of items and lessons: new, save, preview, publish, and two people at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for

from app.domain.content.values import ContentDocument, Kind, Lesson
from app.domain.items.item import items_from_body
from app.extensions import db
from app.features.bank import editing, service
from app.features.bank.blueprint import AUTHORS, bp
from app.features.bank.editing import Checked
from app.features.bank.fields import Plain, completed, merged, nested
from app.features.bank.pages import Page, difference, home_of_author, previews
from app.operations.library import all_current
from app.operations.publishing import KeyInUseError
from app.reference import CodeBookMissing, SqliteCodeBook, open_book
from app.web import judges
from app.web.clock import now
from app.web.lesson_view import lesson_view, surroundings
from app.web.permissions import allow, viewer

TYPES = ("single", "multiple", "numeric", "scenario")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the editor shows: values of the fields and what is known of them."""

    kind: Kind
    values: Plain
    opened: service.Editing | None = None
    checked: Checked | None = None
    preview: bool = False
    refused: str = ""


def _book() -> SqliteCodeBook | None:
    """Without a code book codes are not checked."""
    try:
        return open_book(current_app.config["CHARTROOM"].data_dir)
    except CodeBookMissing:
        return None


def _check(kind: Kind, values: Plain) -> Checked:
    return editing.check(db.session(), kind, values, now().date(), _book())


def _page(draft: Draft, status: int = 200) -> Page:
    content = draft.checked.content if draft.checked and draft.preview else None
    lesson = content.value if content and isinstance(content.value, Lesson) else None
    sources = next(iter(all_current(db.session(), "sources")), None)
    page = render_template(
        "bank/edit.html",
        draft=draft,
        values=draft.values,
        faults=draft.checked.errors if draft.checked else (),
        advice=draft.checked.advice if draft.checked else (),
        wrong={f.field: f.message for f in draft.checked.errors} if draft.checked else {},
        questions=previews(items_from_body(content.data)) if content and not lesson else [],
        lesson=_lesson(lesson) if lesson else None,
        sources=sources.content.data["sources"] if sources else (),
        lessons=[one.ref for one in all_current(db.session(), "lesson")],
    )
    return page if status == 200 else (page, status)


def _lesson(lesson: Lesson) -> Any:
    return lesson_view(lesson, surroundings(db.session(), lesson, _book()))


def _posted(base: Plain, slug: str = "") -> Plain:
    values = merged(base, nested(request.form.items(multi=True)))
    for name in ("csrf_token", "base", "act", "change", "reason", "name"):
        values.pop(name, None)
    if slug:
        values["ref"] = slug
    return completed(values, base, f"user-{viewer().id}")


@bp.get("/bank/items/new")
@allow(*AUTHORS)
def new_item() -> Page:
    kind = request.args.get("type", "single")
    return _page(Draft("item", {"type": kind if kind in TYPES else "single"}))


@bp.post("/bank/items/new")
@allow(*AUTHORS)
def create_item() -> Page:
    return _create("item")


@bp.get("/bank/lessons/new")
@allow(*AUTHORS)
def new_lesson() -> Page:
    return _page(Draft("lesson", {}))


@bp.post("/bank/lessons/new")
@allow(*AUTHORS)
def create_lesson() -> Page:
    return _create("lesson")


def _create(kind: Kind) -> Page:
    organisation, slug = home_of_author(db.session())
    name = request.form.get("name", "").strip().lower()
    ref = f"{slug}-{name}"
    if kind == "lesson":
        ref = f"{request.form.get('module', '').strip()}/{ref}"
    values = _posted({}, ref)
    draft = Draft(kind, {**values, "name": name}, checked=_check(kind, values), preview=True)
    if not _NAME.fullmatch(name):
        return _page(_refused(draft, "Give a short name in lower-case words with hyphens."), 422)
    if request.form.get("act") == "preview" or draft.checked is None:
        return _page(draft)
    if draft.checked.content is None:
        return _page(draft, 422)
    try:
        made = service.create(db.session(), draft.checked.content, organisation, viewer().id, now())
    except service.RefusedError as error:
        return _page(_refused(draft, str(error)), 422)
    return redirect(url_for(f"bank.edit_{kind}", document_id=made))


def _refused(draft: Draft, why: str) -> Draft:
    return Draft(draft.kind, draft.values, draft.opened, draft.checked, draft.preview, why)


@bp.get("/bank/items/<int:document_id>/edit")
@allow(*AUTHORS, judge=judges.author_of_document)
def edit_item(document_id: int) -> Page:
    return _edit(document_id, "item")


@bp.post("/bank/items/<int:document_id>/edit")
@allow(*AUTHORS, judge=judges.author_of_document)
def save_item(document_id: int) -> Page:
    return _save(document_id, "item")


@bp.get("/bank/lessons/<int:document_id>/edit")
@allow(*AUTHORS, judge=judges.author_of_document)
def edit_lesson(document_id: int) -> Page:
    return _edit(document_id, "lesson")


@bp.post("/bank/lessons/<int:document_id>/edit")
@allow(*AUTHORS, judge=judges.author_of_document)
def save_lesson(document_id: int) -> Page:
    return _save(document_id, "lesson")


def _open(document_id: int, kind: Kind) -> service.Editing:
    try:
        opened = service.open_document(db.session(), document_id)
    except service.RefusedError:
        abort(404)
    if opened.kind != kind:
        abort(404)
    return opened


def _edit(document_id: int, kind: Kind) -> Page:
    opened = _open(document_id, kind)
    values = editing.values_of(opened.content)
    return _page(Draft(kind, values, opened, _check(kind, values), preview=True))


def _save(document_id: int, kind: Kind) -> Page:
    opened = _open(document_id, kind)
    values = _posted(editing.values_of(opened.content), opened.content.ref)
    act = request.form.get("act", "save")
    if act == "publish" and kind == "item":
        for member in values.get("items", [values]):
            member["status"] = "live"
    checked = _check(kind, values)
    draft = Draft(kind, values, opened, checked, preview=True)
    if act == "preview":
        return _page(draft)
    if checked.content is None or (act == "publish" and checked.errors):
        return _page(draft, 422)
    try:
        _store(document_id, act, checked.content)
    except service.ConflictError as error:
        return _conflict(opened, checked.content, error.theirs)
    except KeyInUseError as error:
        return _page(_refused(draft, str(error)), 409)
    if act == "publish" and kind == "item":
        return redirect(url_for("bank.item", document_id=document_id))
    return redirect(url_for(f"bank.edit_{kind}", document_id=document_id))


def _store(document_id: int, act: str, content: ContentDocument) -> None:
    base = request.form.get("base", "")
    if act != "publish":
        service.save_draft(db.session(), document_id, base, content, viewer().id, now())
        return
    service.publish(
        db.session(),
        document_id,
        base,
        content,
        author=viewer().id,
        now=now(),
        wording_only=request.form.get("change") == "wording",
        reason=request.form.get("reason", "").strip(),
    )


def _conflict(opened: service.Editing, mine: ContentDocument, theirs: ContentDocument) -> Page:
    fields = [
        (name, text)
        for name, text in request.form.items(multi=True)
        if name not in ("csrf_token", "base")
    ]
    return (
        render_template(
            "bank/conflict.html",
            opened=opened,
            fields=fields,
            lines=difference(theirs.body, mine.body),
        ),
        409,
    )
