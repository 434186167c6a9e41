"""Pages of the bank: list, item, reports, history; retiring and bringing back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from app.domain.items.item import LEVELS, PURPOSES, STATUSES
from app.extensions import db
from app.features.bank import editor_routes, queries, service
from app.features.bank.blueprint import AUTHORS, bp
from app.features.bank.forms import AnswerForm
from app.features.bank.pages import Page, difference, organisations, previews
from app.models import DocumentRow
from app.operations.library import load_version
from app.web import judges
from app.web.clock import now
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

__all__ = ["bp", "editor_routes"]


@bp.get("/bank")
@allow(*AUTHORS)
def index() -> Page:
    given = {name: request.args.get(name, "") for name in queries.Filters.__slots__}
    page = request.args.get("page", 1, type=row_number)
    session = db.session()
    found = queries.listing(session, organisations(session), queries.Filters(**given), page)
    return render_template(
        "bank/index.html",
        found=found,
        given=given,
        levels=LEVELS,
        purposes=PURPOSES,
        states=STATUSES,
        page_url=lambda n: url_for("bank.index", page=n, **_said(given)),
    )


def _said(given: dict[str, str]) -> dict[str, Any]:
    """The filters that narrow something."""
    return {name: value for name, value in given.items() if value}


@bp.get("/bank/items/<int:document_id>")
@allow(*AUTHORS, judge=judges.author_of_document)
def item(document_id: int) -> Page:
    session = db.session()
    row = session.get_one(DocumentRow, document_id)
    if row.kind != "item":
        return redirect(url_for("bank.edit_lesson", document_id=document_id), 303)
    opened = service.open_document(session, document_id)
    shown = row.current_version_id or opened.version_id
    loaded = load_version(session, shown)
    versions = queries.versions(session, document_id)
    group = next(one.group for one in versions if one.id == shown)
    return render_template(
        "bank/item.html",
        document=row,
        loaded=loaded,
        draft=opened.is_draft,
        previews=previews(loaded.items),
        facilities=queries.facility(session, versions, group),
        versions=versions,
        reports=queries.reports(session, organisations(session), document_id),
        form=AnswerForm(),
    )


@bp.get("/bank/documents/<int:document_id>/history")
@allow(*AUTHORS, judge=judges.author_of_document)
def history(document_id: int) -> Page:
    session = db.session()
    row = session.get_one(DocumentRow, document_id)
    versions = queries.versions(session, document_id)
    if not versions or row.kind not in queries.KINDS:
        abort(404)
    number = request.args.get("version", versions[0].number, type=row_number)
    at = next((i for i, one in enumerate(versions) if one.number == number), None)
    if at is None:
        abort(404)
    before = versions[at + 1].body if at + 1 < len(versions) else ""
    return render_template(
        "bank/history.html",
        document=row,
        versions=versions,
        shown=versions[at],
        lines=difference(before, versions[at].body),
        keys=queries.key_reasons(session, document_id),
    )


@bp.post("/bank/documents/<int:document_id>/retire")
@allow(*AUTHORS, judge=judges.author_of_document)
def retire(document_id: int) -> Page:
    undo = url_for("bank.bring_back", document_id=document_id)
    return _set_retired(document_id, True, "Item retired", undo)


@bp.post("/bank/documents/<int:document_id>/bring-back")
@allow(*AUTHORS, judge=judges.author_of_document)
def bring_back(document_id: int) -> Page:
    undo = url_for("bank.retire", document_id=document_id)
    return _set_retired(document_id, False, "Item brought back", undo)


def _set_retired(document_id: int, retired: bool, text: str, undo: str) -> Page:
    try:
        service.set_retired(db.session(), document_id, retired, viewer().id, now())
    except (service.RefusedError, service.ConflictError) as error:
        abort(409, str(error))
    flash({"text": text, "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for("bank.item", document_id=document_id))


@bp.get("/bank/reports")
@allow(*AUTHORS)
def reports() -> Page:
    found = queries.reports(db.session(), organisations(db.session()))
    return render_template("bank/reports.html", reports=found, form=AnswerForm())


@bp.post("/bank/reports/<int:report_id>/close")
@allow(*AUTHORS, judge=judges.author_of_report)
def close_report(report_id: int) -> Page:
    form = AnswerForm()
    if not form.validate():
        found = queries.reports(db.session(), organisations(db.session()))
        page = render_template("bank/reports.html", reports=found, form=form, wrong=report_id)
        return page, 422
    document = service.close_report(
        db.session(), report_id, form.answer.data or "", viewer().id, now()
    )
    if request.form.get("back") == "reports":
        return redirect(url_for("bank.reports"))
    return redirect(url_for("bank.item", document_id=document))
