"""Pages of exams and their sittings."""

from __future__ import annotations

import secrets
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.exams.saving import Outcome
from app.extensions import db
from app.features.exams import pages, queries, results, saving, service
from app.features.exams.closing import close
from app.features.exams.errors import RefusedError, UnknownError
from app.features.exams.forms import read_save
from app.web import judges
from app.web.clock import now
from app.web.formatters import clock_time
from app.web.limits import limiter, saves
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

bp = Blueprint("exams", __name__, template_folder="templates")
bp.add_app_template_filter(queries.duration, "duration")

Page = str | Response | tuple[Any, int]

_GONE = "This exam is no longer offered. Your earlier results stay under Practice, Exams."
_SLOW = "Too many saves at once. Wait a moment; nothing that was saved is lost."


@bp.errorhandler(UnknownError)
def unknown(_error: UnknownError) -> Any:
    """No such exam, sitting or question for this person: the page for 404."""
    return current_app.handle_user_exception(NotFound())


@bp.get("/exams")
@allow("student")
def index() -> Page:
    session, person = db.session(), viewer()
    for sitting_id in queries.due_sittings(session, person.id, now()):
        close(session, sitting_id, now())
    return render_template("exams/index.html", offers=queries.catalogue(session, person.id))


@bp.get("/exams/<slug>")
@allow("student")
def exam(slug: str) -> Page:
    return _start_page(slug, request.args.get("assignment", type=row_number))


def _start_page(slug: str, assignment_id: int | None, problem: str = "", status: int = 200) -> Page:
    session, person = db.session(), viewer()
    begun = service.open_sitting(session, slug, person.id, now())
    offer = next((o for o in queries.catalogue(session, person.id) if o.slug == slug), None)
    if offer is None:
        return render_template("exams/gone.html", message=_GONE), 404
    task = None
    if assignment_id is not None:
        _require_learner_of(assignment_id)
        try:
            task = service.task_of(session, assignment_id, slug, person.id, now())
        except RefusedError as error:
            problem = problem or str(error)
    return (
        render_template(
            "exams/start.html",
            offer=offer,
            begun=begun,
            task=task,
            assignment_id=assignment_id,
            problem=problem,
            tried=request.args.get("choice", ""),
        ),
        status,
    )


def _require_learner_of(assignment_id: int) -> None:
    args = {"assignment_id": assignment_id}
    if not judges.learner_of_assignment(db.session(), viewer(), args):
        abort(404)


@bp.post("/exams/<slug>")
@limiter.limit("20 per minute", key_func=lambda: f"start:{g.get('_login_user') and viewer().id}")
@allow("student")
def start(slug: str) -> Page:
    assignment_id = request.values.get("assignment", type=row_number)
    if assignment_id is not None:
        _require_learner_of(assignment_id)
    session, person = db.session(), viewer()
    try:
        sitting_id = service.start(
            session, slug, person.id, secrets.randbelow(1 << 31), now(), assignment_id
        )
    except RefusedError as error:
        return _start_page(slug, assignment_id, str(error), 409)
    except UnknownError:
        return render_template("exams/gone.html", message=_GONE), 404
    return redirect(_question_url(sitting_id, queries.resume_at(session, sitting_id)))


def _question_url(sitting_id: int, n: int) -> str:
    show = request.args.get("show")
    kept = show if show in pages.FILTERS[1:] else None
    return url_for("exams.question", sitting_id=sitting_id, n=n, show=kept)


def _open_head(sitting_id: int) -> queries.Head:
    """The sitting if it is open; one whose time is over is closed by this look at it.

    A closed one answers with the way to its result.
    """
    session = db.session()
    head = queries.head(session, sitting_id)
    if head.state != "open" or head.is_due(now()):
        close(session, sitting_id, now())
        abort(redirect(url_for("exams.result", sitting_id=sitting_id)))
    return head


def _closed_head(sitting_id: int) -> queries.Head:
    """The sitting if it is closed, by this look where its time is over.

    An open one answers with the way back to its questions: nothing of the key is shown.
    """
    session = db.session()
    head = queries.head(session, sitting_id)
    if head.is_due(now()):
        close(session, sitting_id, now())
    elif head.state == "open":
        abort(redirect(url_for("exams.sitting", sitting_id=sitting_id)))
    return head


@bp.get("/sittings/<int:sitting_id>")
@allow("student", judge=judges.own_exam_sitting)
def sitting(sitting_id: int) -> Page:
    """Where she left off, on whatever device that was."""
    _open_head(sitting_id)
    return redirect(_question_url(sitting_id, queries.resume_at(db.session(), sitting_id)))


@bp.get("/sittings/<int:sitting_id>/<int:n>")
@allow("student", judge=judges.own_exam_sitting)
def question(sitting_id: int, n: int) -> Page:
    return render_template("exams/question.html", **_question(sitting_id, n))


def _question(sitting_id: int, n: int, values: tuple[str, ...] | None = None) -> dict[str, Any]:
    head = _open_head(sitting_id)
    return pages.question(db.session(), head, n, _show(pages.FILTERS), now(), values)


def _show(names: tuple[str, ...]) -> str:
    show = request.args.get("show", names[0])
    return show if show in names else names[0]


@bp.post("/sittings/<int:sitting_id>/<int:n>")
@allow("student")
def save(sitting_id: int, n: int) -> Page:
    """Save one answer; the SELECT of its place asks for the owner, so no judge runs before it."""
    as_json = request.accept_mimetypes.best == "application/json"
    if not saves.take(viewer().id):
        if as_json:
            return jsonify(state="slow", message=_SLOW), 429
        abort(429, _SLOW)
    values: tuple[str, ...] = ()
    try:
        sent = read_save(request.form)
        values = sent.values
        saved = saving.save(db.session(), sitting_id, n, viewer().id, sent, now())
    except RefusedError as error:
        if as_json:
            return jsonify(state="refused", message=str(error)), 422
        page = _question(_own(sitting_id), n, values)
        return render_template("exams/question.html", problem=str(error), **page), 422
    return _told(sitting_id, saved) if as_json else _moved(sitting_id, n, saved, sent)


def _own(sitting_id: int) -> int:
    """The id, once the judge has let it through; 404 otherwise."""
    if not judges.own_exam_sitting(db.session(), viewer(), {"sitting_id": sitting_id}):
        abort(404)
    return sitting_id


_STATUS = {Outcome.ACCEPTED: 200, Outcome.REPEAT: 200, Outcome.STALE: 409, Outcome.CLOSED: 410}


def _told(sitting_id: int, saved: saving.Saved) -> Page:
    """The answer to a script: what became of the save, by the server's clock."""
    body: dict[str, Any] = {
        "state": saved.outcome.value,
        "revision": saved.revision,
        "saved_at": clock_time(saved.saved_at, seconds=True),
        "now": now().isoformat(),
        "deadline": saved.deadline.isoformat() if saved.deadline else None,
    }
    if saved.outcome is Outcome.STALE and saved.response:
        body["stored"] = list(saved.response.chosen or saved.response.texts)
    if saved.outcome is Outcome.CLOSED:
        body["result"] = url_for("exams.result", sitting_id=sitting_id)
    return jsonify(body), _STATUS[saved.outcome]


def _moved(sitting_id: int, n: int, saved: saving.Saved, sent: saving.SentSave) -> Page:
    """The answer to a form: on to where its button leads, or the page with what stands against."""
    if saved.outcome is Outcome.CLOSED:
        return redirect(url_for("exams.result", sitting_id=sitting_id))
    if saved.outcome is Outcome.STALE:
        page = _question(sitting_id, n, sent.values)
        return render_template("exams/question.html", stale=True, **page), 409
    go = request.form.get("go", "stay")
    last = queries.head(db.session(), sitting_id).items
    steps = {"next": n + 1, "previous": n - 1}
    target = steps.get(go, n)
    if go == "review" or target > last:
        return redirect(url_for("exams.review", sitting_id=sitting_id))
    return redirect(_question_url(sitting_id, max(1, target)))


@bp.get("/sittings/<int:sitting_id>/review")
@allow("student", judge=judges.own_exam_sitting)
def review(sitting_id: int) -> Page:
    head = _open_head(sitting_id)
    context = pages.review(db.session(), head, _show(pages.FILTERS), now())
    return render_template("exams/review.html", **context)


@bp.post("/sittings/<int:sitting_id>/submit")
@allow("student", judge=judges.own_exam_sitting)
def submit(sitting_id: int) -> Page:
    """Close the exam; a second submission finds it closed and shows the same result."""
    close(db.session(), sitting_id, now())
    return redirect(url_for("exams.result", sitting_id=sitting_id))


@bp.get("/sittings/<int:sitting_id>/result")
@allow("student", judge=judges.own_exam_sitting)
def result(sitting_id: int) -> Page:
    head = _closed_head(sitting_id)
    return render_template(
        "exams/result.html",
        head=head,
        result=results.outcome(db.session(), sitting_id),
        page_size=results.PAGE,
    )


@bp.get("/sittings/<int:sitting_id>/answers")
@allow("student", judge=judges.own_exam_sitting)
def answers(sitting_id: int) -> Page:
    head = _closed_head(sitting_id)
    show, page = _show(("missed", "flagged", "all")), request.args.get("page", 1, type=row_number)
    return render_template("exams/answers.html", **pages.answers(db.session(), head, show, page))
