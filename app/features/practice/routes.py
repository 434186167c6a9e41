"""Pages of practice."""

from __future__ import annotations

from dataclasses import replace
from secrets import randbits, token_hex

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.items.values import ResponseFault
from app.extensions import db
from app.features.practice import closing, queries, service, summary
from app.features.practice.errors import RefusedError, UnknownError
from app.features.practice.forms import BuildForm, ReportForm
from app.features.practice.pages import question_page, set_title
from app.operations.overrides import override_of
from app.operations.practice_pool import practice_pool
from app.web import judges
from app.web.clock import now
from app.web.limits import saves
from app.web.permissions import allow, viewer

bp = Blueprint("practice", __name__, url_prefix="/practice", template_folder="templates")

Page = str | Response | tuple[str, int]
MINE = allow("student", judge=judges.own_practice)


def _is_fragment() -> bool:
    return request.headers.get("HX-Request") == "true"


@bp.get("")
@allow("student")
def index() -> Page:
    return _build_page(_form_of_address())


def _form_of_address() -> BuildForm:
    """The form as the address asks for it, such as ``?histories=missed``."""
    return BuildForm(
        {},
        formdata=request.args if request.args else None,
        meta={"csrf": False},
        start_id=token_hex(8),
    )


def _build_page(form: BuildForm, problem: str = "", status: int = 200) -> Page:
    person, session = viewer(), db.session()
    pool = practice_pool(session, person.id)
    names = summary.practised_domains(pool, summary.domain_names(session))
    form.name_domains(names)
    form.start_id.data = token_hex(8)
    return (
        render_template(
            "practice/index.html",
            form=form,
            problem=problem,
            total=len(pool),
            count=summary.count_matching(pool, form.spec()),
            sets=summary.last_sets(session, person.id),
            assigned=_assigned(),
            now=now(),
        ),
        status,
    )


def _assigned() -> summary.Assigned | None:
    """The assigned set that the address names; 404 where it is not this learner's."""
    asked = request.args.get("assignment", "")
    if not asked:
        return None
    found = None
    if asked.isdecimal() and _may_start(int(asked)):
        found = summary.assigned(db.session(), viewer().id, int(asked))
    return found or abort(404)


def _may_start(assignment_id: int) -> bool:
    return assignment_id < 2**31 and judges.learner_of_assignment(
        db.session(), viewer(), {"assignment_id": assignment_id}
    )


@bp.get("/count")
@allow("student")
def count() -> Page:
    pool = practice_pool(db.session(), viewer().id)
    form = _form_of_address()
    form.name_domains(summary.practised_domains(pool, {}))
    return render_template(
        "practice/_count.html", count=summary.count_matching(pool, form.spec()), total=len(pool)
    )


@bp.post("")
@allow("student")
def start() -> Page:
    asked = request.form.get("assignment", "")
    if asked:
        return _start_assigned(asked)
    session, person = db.session(), viewer()
    names = summary.domain_names(session)
    form = BuildForm(names)
    if not form.validate():
        return _build_page(form, status=422)
    spec = form.spec()
    spec = replace(spec, title=set_title(spec, names))
    try:
        sitting = service.start(
            session, person.id, spec, now(), randbits(31), form.start_id.data or ""
        )
    except RefusedError as error:
        return _build_page(form, str(error), 422)
    return redirect(url_for("practice.question", sitting_id=sitting, position=1))


def _start_assigned(asked: str) -> Page:
    if not asked.isdecimal() or not _may_start(int(asked)):
        abort(404)
    try:
        sitting = service.start_assigned(db.session(), viewer().id, int(asked), now(), randbits(31))
    except RefusedError as error:
        abort(409, str(error))
    return redirect(url_for("practice.question", sitting_id=sitting, position=1))


def _place(sitting_id: int, position: int) -> queries.Place:
    try:
        return queries.place(db.session(), sitting_id, position)
    except UnknownError:
        abort(404)


def _question(place: queries.Place, problem: str = "", typed: str = "", status: int = 200) -> Page:
    name = "_question.html" if _is_fragment() else "question.html"
    page = question_page(db.session(), place)
    html = render_template(f"practice/{name}", page=page, problem=problem, typed=typed)
    return html, status


@bp.get("/<int:sitting_id>/<int:position>")
@MINE
def question(sitting_id: int, position: int) -> Page:
    return _question(_place(sitting_id, position))


@bp.post("/<int:sitting_id>/<int:position>")
@MINE
def answer(sitting_id: int, position: int) -> Page:
    person = viewer()
    if not saves.take(person.id):
        abort(429)
    place = _place(sitting_id, position)
    values = request.form.getlist("choice")
    confidence = request.form.get("confidence", "")
    try:
        stored = service.answer(db.session(), place, values, confidence, now(), person.id)
    except (RefusedError, ResponseFault) as error:
        return _question(place, str(error), values[0] if values else "", 422)
    if not stored and place.closed and place.response is None:
        abort(409, "This set is finished, so the answer was not taken.")
    return _after_answer(place)


def _after_answer(place: queries.Place) -> Page:
    if place.spec.feedback == "end" and not place.told:
        return _to_next(place)
    if _is_fragment():
        return _question(_place(place.sitting_id, place.position))
    return redirect(
        url_for("practice.question", sitting_id=place.sitting_id, position=place.position)
    )


def _to_next(place: queries.Place) -> Page:
    """With feedback at the end the next open question follows; after the last one the summary."""
    following = place.following
    if following is None:
        target = url_for("practice.summed_up", sitting_id=place.sitting_id)
    else:
        target = url_for("practice.question", sitting_id=place.sitting_id, position=following)
    if _is_fragment():
        answer = Response(status=204)
        answer.headers["HX-Redirect"] = target
        return answer
    return redirect(target)


@bp.post("/<int:sitting_id>/<int:position>/star")
@MINE
def star(sitting_id: int, position: int) -> Page:
    place = _place(sitting_id, position)
    on = request.args.get("on") == "1"
    service.star(db.session(), viewer().id, place.document_id, on, now())
    if _is_fragment():
        return render_template("practice/_actions.html", place=replace(place, starred=on))
    return redirect(url_for("practice.question", sitting_id=sitting_id, position=position))


@bp.get("/<int:sitting_id>/<int:position>/report")
@MINE
def report(sitting_id: int, position: int) -> Page:
    return _report_page(_place(sitting_id, position), ReportForm())


@bp.post("/<int:sitting_id>/<int:position>/report")
@MINE
def report_submit(sitting_id: int, position: int) -> Page:
    place, form = _place(sitting_id, position), ReportForm()
    if not form.validate():
        return _report_page(place, form, 422)
    service.report(db.session(), viewer().id, place, form.text.data, now())
    flash("Your report was sent to the people who write the questions.", "info")
    return redirect(url_for("practice.question", sitting_id=sitting_id, position=position))


def _report_page(place: queries.Place, form: ReportForm, status: int = 200) -> Page:
    return render_template("practice/report.html", place=place, form=form), status


@bp.get("/<int:sitting_id>/summary")
@MINE
def summed_up(sitting_id: int) -> Page:
    session = db.session()
    found = summary.summary(session, sitting_id)
    names = summary.domain_names(session)
    return render_template(
        "practice/summary.html",
        found=found,
        bars=summary.bars(found, names) if found.closed else [],
        domains=summary.by_domain(found, names),
        misconceptions=summary.by_misconception(found),
        override=override_of(session, "sitting", [sitting_id]).get(sitting_id)
        if found.assigned
        else None,
    )


@bp.post("/<int:sitting_id>/summary")
@MINE
def finish(sitting_id: int) -> Page:
    closing.close(db.session(), sitting_id, now())
    return redirect(url_for("practice.summed_up", sitting_id=sitting_id))
