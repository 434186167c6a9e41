"""Pages of assignments: given, changed, withdrawn, their results, and marks set by hand."""

from __future__ import annotations

from datetime import timedelta

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from wtforms import SelectChoice

from app.extensions import db
from app.features.classes import assigning, marking, tables
from app.features.classes.assigning import Assignment, Kind
from app.features.classes.errors import RefusedError
from app.features.classes.forms import AssignmentForm, OverrideForm
from app.features.classes.results import Results, Try, results_of
from app.features.classes.rooms import Room, members_of, room_of
from app.features.classes.routes import TEACHERS, Page, bp
from app.operations import learner_record
from app.operations.course import read_course
from app.web import judges
from app.web.clock import now
from app.web.csv_file import csv_file
from app.web.formatters import counted
from app.web.permissions import allow, viewer


def _form(room: Room, kind: Kind, fixed: bool = False, **options: object) -> AssignmentForm:
    """The form of this kind with its choices; ``fixed`` once a learner has begun."""
    session, form = db.session(), AssignmentForm(**options)
    form.keep_to(kind, room.zone, fixed)
    if "target" in form:
        form.target.label.text = assigning.KIND_NAMES[kind]
        found = assigning.targets(session, kind, room.organisation_id)
        form.target.choices = [SelectChoice(one, title) for one, title in found]
    if "domains" in form:
        names = learner_record.domain_names(session)
        form.domains.choices = [SelectChoice(one, f"{one}. {names[one]}") for one in sorted(names)]
    return form


def _kind() -> Kind:
    kind = request.args.get("kind", "module")
    if kind not in assigning.KIND_NAMES:
        abort(404)
    return kind


def _accepts(room: Room, form: AssignmentForm) -> bool:
    """Whether the form is valid and its practice set can be filled; the form says what is wrong."""
    if not form.validate():
        return False
    if "count" not in form:
        return True
    spec = assigning.spec_of(form)
    fit = assigning.fitting(db.session(), room.organisation_id, spec)
    if fit < spec.count:
        advice = f"Ask for at most {fit}." if fit else "Choose other domains or levels."
        form.count.errors = [f"{counted(fit, 'practice question')} of these fit. {advice}"]
    return fit >= spec.count


def _form_page(
    room: Room, kind: Kind, form: AssignmentForm, assignment: Assignment | None, status: int = 200
) -> Page:
    return (
        render_template(
            "classes/assign.html",
            room=room,
            kind=kind,
            kinds=assigning.KIND_NAMES,
            form=form,
            assignment=assignment,
        ),
        status,
    )


@bp.get("/classes/<int:class_id>/assignments/new")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def new_assignment(class_id: int) -> Page:
    room, kind = room_of(db.session(), class_id), _kind()
    form = _form(room, kind, formdata=None)
    form.opens_at.show(now().replace(second=0, microsecond=0))
    form.closes_at.data = (form.opens_at.data + timedelta(days=7)).replace(hour=23, minute=59)
    return _form_page(room, kind, form, None)


@bp.post("/classes/<int:class_id>/assignments/new")
@allow(*TEACHERS, judge=judges.teacher_of_class)
def assign(class_id: int) -> Page:
    room, kind = room_of(db.session(), class_id), _kind()
    form = _form(room, kind)
    if not _accepts(room, form):
        return _form_page(room, kind, form, None, 422)
    try:
        made = assigning.assign(db.session(), room, kind, form, viewer().id, now())
    except RefusedError as error:
        abort(409, str(error))
    return redirect(url_for("classes.assignment", assignment_id=made))


def _edit_form(assignment: Assignment, room: Room, **options: object) -> AssignmentForm:
    fixed = assigning.has_begun(db.session(), assignment.id)
    return _form(room, assignment.kind, fixed, **options)


@bp.get("/assignments/<int:assignment_id>/edit")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def edit_assignment(assignment_id: int) -> Page:
    found = assigning.assignment_of(db.session(), assignment_id)
    room, asked = room_of(db.session(), found.class_id), found.practice
    form = _edit_form(
        found, room, formdata=None, title=found.title, instructions=found.instructions,
        attempts=found.attempts, target=found.document_id, domains=list(asked.domains),
        levels=list(asked.levels), count=asked.count, feedback=asked.feedback,
    )  # fmt: skip
    form.opens_at.show(found.opens_at)
    form.closes_at.show(found.closes_at)
    return _form_page(room, found.kind, form, found)


@bp.post("/assignments/<int:assignment_id>/edit")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def edit_assignment_submit(assignment_id: int) -> Page:
    found = assigning.assignment_of(db.session(), assignment_id)
    room = room_of(db.session(), found.class_id)
    form = _edit_form(found, room)
    if not _accepts(room, form):
        return _form_page(room, found.kind, form, found, 422)
    try:
        assigning.change(db.session(), assignment_id, form, viewer().id, now())
    except RefusedError as error:
        abort(409, str(error))
    return redirect(url_for("classes.assignment", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/withdraw")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def withdraw(assignment_id: int) -> Page:
    assigning.set_withdrawn(db.session(), assignment_id, True, viewer().id, now())
    undo = url_for("classes.put_back", assignment_id=assignment_id)
    flash({"text": "Assignment withdrawn", "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for("classes.assignment", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/put-back")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def put_back(assignment_id: int) -> Page:
    assigning.set_withdrawn(db.session(), assignment_id, False, viewer().id, now())
    return redirect(url_for("classes.assignment", assignment_id=assignment_id))


def _results(assignment_id: int) -> tuple[Assignment, Room, Results]:
    session = db.session()
    found = assigning.assignment_of(session, assignment_id)
    room = room_of(session, found.class_id)
    return found, room, results_of(session, found, read_course(session))


@bp.get("/assignments/<int:assignment_id>/results")
@bp.get("/assignments/<int:assignment_id>")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def assignment(assignment_id: int) -> Page:
    found, room, results = _results(assignment_id)
    return render_template(
        "classes/assignment.html",
        assignment=found,
        room=room,
        results=results,
        rows=tables.learner_rows(found, results),
        columns=tables.learner_columns(found),
        questions=tables.question_rows(results),
        question_columns=tables.QUESTION_COLUMNS,
        kinds=assigning.KIND_NAMES,
        now=now(),
    )


@bp.get("/assignments/<int:assignment_id>/results.csv")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def assignment_csv(assignment_id: int) -> FlaskResponse:
    found, _, results = _results(assignment_id)
    columns = tables.learner_columns(found)
    rows = tables.learner_rows(found, results)
    return _csv(f"assignment-{assignment_id}.csv", columns, rows)


@bp.get("/assignments/<int:assignment_id>/questions.csv")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def questions_csv(assignment_id: int) -> FlaskResponse:
    _, _, results = _results(assignment_id)
    rows = tables.question_rows(results)
    return _csv(f"assignment-{assignment_id}-questions.csv", tables.QUESTION_COLUMNS, rows)


def _csv(name: str, columns: tables.Columns, rows: list[tables.Row]) -> FlaskResponse:
    keys = list(columns)
    return csv_file(name, list(columns.values()), [[row[key] for key in keys] for row in rows])


def _marked(assignment_id: int, user_id: int) -> tuple[Assignment, Try]:
    """The assignment and the attempt that counts; 404 for who is not of the class, else 409."""
    session = db.session()
    found = assigning.assignment_of(session, assignment_id)
    if user_id not in {m.id for m in members_of(session, found.class_id) if m.role == "student"}:
        abort(404)
    try:
        return found, marking.marked(session, found, user_id)
    except RefusedError as error:
        abort(409, str(error))


def _override_page(
    found: Assignment, best: Try, user_id: int, form: OverrideForm, status: int = 200
) -> Page:
    members = members_of(db.session(), found.class_id)
    return (
        render_template(
            "classes/override.html",
            assignment=found,
            best=best,
            learner=next(m for m in members if m.id == user_id),
            form=form,
        ),
        status,
    )


@bp.get("/assignments/<int:assignment_id>/learners/<int:user_id>/override")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def override(assignment_id: int, user_id: int) -> Page:
    found, best = _marked(assignment_id, user_id)
    return _override_page(found, best, user_id, OverrideForm(formdata=None))


@bp.post("/assignments/<int:assignment_id>/learners/<int:user_id>/override")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def override_submit(assignment_id: int, user_id: int) -> Page:
    found, best = _marked(assignment_id, user_id)
    form = OverrideForm()
    if not form.validate():
        return _override_page(found, best, user_id, form, 422)
    points, reason = float(form.points.data), form.reason.data
    marking.override(db.session(), found, user_id, points, reason, viewer().id, now())
    return redirect(url_for("classes.assignment", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/learners/<int:user_id>/override/revoke")
@allow(*TEACHERS, judge=judges.teacher_of_assignment)
def revoke_override(assignment_id: int, user_id: int) -> Page:
    found, _ = _marked(assignment_id, user_id)
    marking.revoke(db.session(), found, user_id, viewer().id, now())
    return redirect(url_for("classes.assignment", assignment_id=assignment_id))
