"""A list of learners for a class: read, looked at, then entered."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request, url_for

from app.extensions import db
from app.features.classes import service
from app.features.classes.forms import ListForm
from app.features.classes.rooms import Room, room_of
from app.features.classes.routes import TEACHERS, Page, bp, outside
from app.operations.rosters import RosterRow, parse_roster
from app.operations.tokens import new_token
from app.web import judges
from app.web.clock import now
from app.web.list_upload import UploadError, read_upload
from app.web.permissions import allow, viewer


def _mails() -> bool:
    return bool(current_app.config["CHARTROOM"].smtp_url)


def _link(token: str) -> str:
    return outside(url_for("accounts.set_password", token=token))


def _list_page(room: Room, form: ListForm, preview: Any = None, status: int = 200) -> Page:
    return (
        render_template("classes/list.html", room=room, form=form, preview=preview, mails=_mails()),
        status,
    )


@bp.get("/classes/<int:class_id>/list")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def upload_list(class_id: int) -> Page:
    return _list_page(room_of(db.session(), class_id), ListForm(formdata=None))


@bp.post("/classes/<int:class_id>/list")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def upload_list_submit(class_id: int) -> Page:
    """Preview first: what is read and what is wrong; then enter whom the preview showed."""
    session, form = db.session(), ListForm()
    room = room_of(session, class_id)
    if not form.validate():
        return _list_page(room, form, None, 422)
    try:
        text = read_upload(form.file.data) or form.text.data or ""
    except UploadError as error:
        form.file.errors = [str(error)]
        return _list_page(room, form, None, 422)
    form.text.data = text
    read, problems = parse_roster(text)
    if not read and not problems:
        form.text.errors = ["Paste one person a line, or choose a file."]
        return _list_page(room, form, None, 422)
    rows, refused = service.sort_out(session, room, read)
    if request.form.get("act") != "enter" or not rows:
        found = sorted([*problems, *refused], key=lambda one: one.line)
        return _list_page(room, form, (rows, found), 200 if rows else 422)
    return _entered(room, rows)


def _entered(room: Room, rows: tuple[RosterRow, ...]) -> Page:
    """Enter the people and show the links of new accounts, this once."""
    link_of = _link if _mails() else None
    invited = service.enroll(db.session(), room, rows, viewer().id, now(), new_token, link_of)
    entries = [
        (row.name, person.email, _link(person.token) if person.token else "")
        for row, person in zip(rows, invited, strict=True)
    ]
    return render_template("classes/entered.html", room=room, entries=entries, mails=_mails())
