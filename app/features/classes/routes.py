"""Pages of classes: the list, one class, its instructors, and one learner's work."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.extensions import db
from app.features.classes import queries, service
from app.features.classes.errors import RefusedError
from app.features.classes.forms import ClassForm, InstructorForm
from app.features.classes.learner import learner_page
from app.features.classes.rooms import room_of
from app.operations.course import read_course
from app.operations.organisations import Organisation, load_tree
from app.operations.tokens import new_token
from app.web import judges
from app.web.clock import now
from app.web.permissions import allow, viewer

bp = Blueprint("classes", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]

TEACHERS = ("instructor", "administrator")


def _mine(*roles: str) -> list[Organisation]:
    """The organisations in which classes can be, under those where the person has a role."""
    held = [one for role in roles for one in viewer().organisations(role)]
    return [one for one in load_tree(db.session()).under(held) if one.kind != "career_office"]


def _class_form(**options: object) -> ClassForm:
    form = ClassForm(**options)
    mine = sorted(_mine(*TEACHERS), key=lambda one: one.kind != "programme")
    form.organisation.choices = [SelectChoice(one.id, one.name) for one in mine]
    return form


def _index_page(form: ClassForm, status: int = 200) -> Page:
    administered = [one.id for one in _mine("administrator")]
    classes = queries.my_classes(db.session(), viewer().id, administered, now())
    return render_template("classes/index.html", classes=classes, form=form), status


@bp.get("/classes")
@allow(*TEACHERS)
def index() -> Page:
    return _index_page(_class_form(formdata=None))


@bp.post("/classes")
@allow(*TEACHERS)
def create() -> Page:
    form = _class_form()
    if not form.validate():
        return _index_page(form, 422)
    class_id = service.create_class(
        db.session(),
        form.organisation.data,
        form.name.data,
        service.new_join_code(),
        viewer().id,
        viewer().has("instructor"),
        now(),
    )
    return redirect(url_for("classes.room", class_id=class_id))


def _room_page(class_id: int, form: InstructorForm, status: int = 200) -> Page:
    page = queries.class_page(db.session(), class_id, read_course(db.session()))
    return (
        render_template(
            "classes/room.html",
            page=page,
            room=page.room,
            form=form,
            now=now(),
            join_url=outside(url_for("accounts.join", code=page.room.join_code)),
        ),
        status,
    )


def outside(path: str) -> str:
    """The address as someone outside types it."""
    base: str = current_app.config["CHARTROOM"].base_url.rstrip("/")
    return base + path


@bp.get("/classes/<int:class_id>")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def room(class_id: int) -> Page:
    return _room_page(class_id, InstructorForm(formdata=None))


def _change(class_id: int, action: str, **values: object) -> Page:
    service.change_class(db.session(), class_id, viewer().id, now(), action, **values)
    return redirect(url_for("classes.room", class_id=class_id))


@bp.post("/classes/<int:class_id>/joining")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def joining(class_id: int) -> Page:
    is_open = request.form.get("open") == "yes"
    action = "class_joining_opened" if is_open else "class_joining_closed"
    return _change(class_id, action, join_open=is_open)


@bp.post("/classes/<int:class_id>/code")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def new_code(class_id: int) -> Page:
    return _change(class_id, "class_code_changed", join_code=service.new_join_code())


@bp.post("/classes/<int:class_id>/archive")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def archive(class_id: int) -> Page:
    undo = url_for("classes.unarchive", class_id=class_id)
    flash({"text": "The class is in the archive", "undo": undo}, "undo")  # type: ignore[arg-type]
    return _change(class_id, "class_archived", archived_at=now())


@bp.post("/classes/<int:class_id>/unarchive")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def unarchive(class_id: int) -> Page:
    return _change(class_id, "class_unarchived", archived_at=None)


@bp.post("/classes/<int:class_id>/instructors")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def add_instructor(class_id: int) -> Page:
    form = InstructorForm()
    if not form.validate():
        return _room_page(class_id, form, 422)
    try:
        service.add_instructor(db.session(), class_id, form.email.data, viewer().id, now())
    except RefusedError as error:
        form.email.errors = [str(error)]
        return _room_page(class_id, form, 422)
    return redirect(url_for("classes.room", class_id=class_id))


def _learner_page(class_id: int, user_id: int, link: tuple[str, str] | None = None) -> Page:
    session = db.session()
    return render_template(
        "classes/learner.html",
        room=room_of(session, class_id),
        page=learner_page(session, class_id, user_id, read_course(session)),
        link=link,
    )


@bp.get("/classes/<int:class_id>/learners/<int:user_id>")
@allow(*TEACHERS, judge=judges.teacher_of_learner)
def learner(class_id: int, user_id: int) -> Page:
    return _learner_page(class_id, user_id)


@bp.post("/classes/<int:class_id>/learners/<int:user_id>/remove")
@allow(*TEACHERS, judge=judges.teacher_of_learner)
def remove_learner(class_id: int, user_id: int) -> Page:
    service.set_membership(db.session(), class_id, user_id, False, viewer().id, now())
    undo = url_for("classes.restore_learner", class_id=class_id, user_id=user_id)
    flash({"text": "Learner removed", "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for("classes.room", class_id=class_id))


@bp.post("/classes/<int:class_id>/learners/<int:user_id>/restore")
@allow(*TEACHERS, judge=judges.teacher_of_learner)
def restore_learner(class_id: int, user_id: int) -> Page:
    service.set_membership(db.session(), class_id, user_id, True, viewer().id, now())
    return redirect(url_for("classes.room", class_id=class_id))


@bp.post("/classes/<int:class_id>/learners/<int:user_id>/link")
@allow(*TEACHERS, judge=judges.teacher_of_learner)
def reset_link(class_id: int, user_id: int) -> Page:
    """Show a one-time link, once; the answer is not kept by any cache."""
    session, token = db.session(), new_token()
    class_room = room_of(session, class_id)
    try:
        purpose = service.make_link(session, class_room, user_id, token, viewer().id, now())
    except RefusedError as error:
        abort(409, str(error))
    link = (outside(url_for("accounts.set_password", token=token)), purpose)
    return _learner_page(class_id, user_id, link)


from app.features.classes import assignment_routes, roster_routes  # noqa: E402, F401
