"""Pages of charts: list, chart, workspace, submission, feedback."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for

from app.domain.charts.values import Chart
from app.extensions import db
from app.features.charts import desk, listing, queries, service, sheet_routes, submitting
from app.features.charts.feedback import feedback_view
from app.features.charts.pages import (
    Page,
    bp,
    code_book,
    grouper,
    partial,
    sheet_context,
    workspace_address,
)
from app.features.charts.queries import Attempt, ClassWork, Listed
from app.operations.charts import chart_of
from app.operations.library import load_version
from app.operations.overrides import override_of
from app.web import judges
from app.web.chart_views import (
    document_facts,
    encounter_in_short,
    person_in_short,
    rendered,
)
from app.web.clock import now
from app.web.permissions import allow, viewer

__all__ = ["bp", "sheet_routes"]


@bp.get("/charts")
@allow("student")
def index() -> Page:
    asked = {name: request.args.get(name, "") for name in ("setting", "specialty", "level")}
    sort = request.args.get("sort", "")
    filters = listing.Filters(
        **asked,
        state=request.args.get("state", ""),
        sort=sort if sort in listing.SORTS else "terminal",
    )
    listed = queries.charts(db.session())
    attempts = queries.attempts_of(db.session(), viewer().id)
    return render_template(
        "charts/index.html",
        rows=listing.rows(listed, attempts, filters),
        choices=listing.choices(listed),
        filters=filters,
        total=len(listed),
    )


def _assignment() -> ClassWork | None:
    """The assignment that the address or the form names; 404 unless it was given to this person."""
    raw = request.values.get("assignment", "")
    if not raw:
        return None
    given = {"assignment_id": int(raw) if raw.isdecimal() and len(raw) < 10 else 0}
    work = queries.class_work(db.session(), given["assignment_id"])
    if work is None or not judges.learner_of_assignment(db.session(), viewer(), given):
        abort(404, "This assignment is not one of your classes'. It may have been withdrawn.")
    return work


@bp.get("/charts/<slug>")
@allow("student")
def chart(slug: str) -> Page:
    return _chart_page(_live_chart(slug), _assignment())


def _chart_page(
    listed: Listed, work: ClassWork | None, problem: str = "", status: int = 200
) -> Page:
    found = listed.chart
    page = render_template(
        "charts/chart.html",
        chart=found,
        person=person_in_short(found),
        encounter=encounter_in_short(found),
        edition=code_book().editions()["cm"],
        attempts=queries.attempts_of(db.session(), viewer().id, listed.document_id),
        work=work,
        begun=queries.attempts_for_work(db.session(), work.id, viewer().id) if work else 0,
        now=now(),
        problem=problem,
    )
    return page, status


def _live_chart(slug: str) -> Listed:
    row = queries.chart_document(db.session(), slug)
    if row is None:
        abort(404, "There is no chart with this address.")
    document_id, state, version_id = row
    if state != "live" or version_id is None:
        abort(404, "This chart was withdrawn. What you did with it is kept under Progress.")
    return Listed(document_id, version_id, chart_of(load_version(db.session(), version_id)))


@bp.post("/charts/<slug>")
@allow("student")
def begin(slug: str) -> Page:
    listed, work = _live_chart(slug), _assignment()
    try:
        attempt_id = service.begin(
            db.session(),
            viewer().id,
            listed.document_id,
            listed.version_id,
            code_book().editions()["cm"],
            work,
            now(),
        )
    except service.RefusedError as error:
        return _chart_page(listed, work, str(error), 409)
    return redirect(url_for("charts.attempt", attempt_id=attempt_id))


@bp.get("/attempts/<int:attempt_id>")
@allow("student", judge=judges.own_attempt)
def attempt(attempt_id: int) -> Page:
    found = queries.attempt(db.session(), attempt_id)
    if not found.open:
        return redirect(url_for("charts.feedback", attempt_id=attempt_id))
    shown = queries.chart_of_attempt(db.session(), found)
    record = desk.record_view(
        shown,
        request.args.get("document", ""),
        request.args.get("find", "")[:100],
        lambda document: workspace_address(attempt_id, document=document),
    )
    if partial():
        return render_template("charts/_record.html", record=record, attempt=found)
    text, system = request.args.get("q", "")[:200], request.args.get("system", "cm")
    return render_template(
        "charts/workspace.html",
        chart=shown,
        person=person_in_short(shown),
        encounter=encounter_in_short(shown),
        record=record,
        pane=_pane(text),
        q=text,
        system=system,
        found=_found(attempt_id, shown, text, system),
        work=_work_of(found),
        now=now(),
        **sheet_context(found, shown),
    )


def _pane(text: str) -> str:
    pane = request.args.get("pane", "")
    return pane if pane in ("record", "search", "sheet") else ("search" if text else "record")


def _work_of(found: Attempt) -> ClassWork | None:
    return queries.class_work(db.session(), found.assignment_id) if found.assignment_id else None


@bp.get("/attempts/<int:attempt_id>/codes")
@allow("student", judge=judges.own_attempt)
def codes(attempt_id: int) -> Page:
    """Codes found, for the list under the search field."""
    if not partial():
        return redirect(
            workspace_address(
                attempt_id,
                q=request.args.get("q", "")[:200],
                system=request.args.get("system", "cm"),
            )
        )
    found = queries.attempt(db.session(), attempt_id)
    shown = queries.chart_of_attempt(db.session(), found)
    text, system = request.args.get("q", ""), request.args.get("system", "cm")
    return render_template("charts/_codes.html", found=_found(attempt_id, shown, text, system))


def _found(attempt_id: int, shown: Chart, text: str, system: str) -> desk.Found:
    return desk.found_codes(
        shown,
        code_book(),
        text,
        system,
        lambda code: workspace_address(attempt_id, q=code, pane="search"),
    )


@bp.get("/attempts/<int:attempt_id>/document/<name>")
@allow("student", judge=judges.own_attempt)
def document(attempt_id: int, name: str) -> Page:
    """One document alone, for print and for those without script."""
    found = queries.attempt(db.session(), attempt_id)
    shown = queries.chart_of_attempt(db.session(), found)
    names = [one.id for one in shown.documents]
    if name not in names:
        abort(404, "This record has no such document.")
    place = names.index(name)
    return render_template(
        "charts/document.html",
        attempt=found,
        chart=shown,
        person=person_in_short(shown),
        document=shown.documents[place],
        facts=document_facts(shown.documents[place]),
        html=rendered(shown, shown.documents[place]).html,
        place=place + 1,
        previous=names[place - 1] if place else "",
        next=names[place + 1] if place + 1 < len(names) else "",
    )


@bp.get("/attempts/<int:attempt_id>/submit")
@allow("student", judge=judges.own_attempt)
def review(attempt_id: int) -> Page:
    """What will be handed in, before it is."""
    found = queries.attempt(db.session(), attempt_id)
    if not found.open:
        return redirect(url_for("charts.feedback", attempt_id=attempt_id))
    return _review_page(found)


def _review_page(found: Attempt, problem: str = "", status: int = 200) -> Page:
    shown = queries.chart_of_attempt(db.session(), found)
    return (
        render_template(
            "charts/submit.html",
            chart=shown,
            problem=problem,
            **sheet_context(found, shown),
        ),
        status,
    )


@bp.post("/attempts/<int:attempt_id>/submit")
@allow("student", judge=judges.own_attempt)
def submit(attempt_id: int) -> Page:
    found = queries.attempt(db.session(), attempt_id)
    to_feedback = redirect(url_for("charts.feedback", attempt_id=attempt_id))
    if not found.open:
        return to_feedback
    raw = request.form.get("revision", "")
    revision = int(raw) if raw.isdecimal() and len(raw) < 10 else -1
    try:
        submitting.submit(db.session(), found, revision, code_book(), grouper(), now())
    except service.RefusedError as error:
        return _review_page(queries.attempt(db.session(), attempt_id), str(error), 409)
    except ValueError as error:
        return _review_page(found, f"This chart cannot be graded here: {error}.", 409)
    return to_feedback


@bp.get("/attempts/<int:attempt_id>/feedback")
@allow("student", judge=judges.own_attempt)
def feedback(attempt_id: int) -> Page:
    found = queries.attempt(db.session(), attempt_id)
    if found.open:
        return redirect(url_for("charts.attempt", attempt_id=attempt_id))
    shown = queries.chart_of_attempt(db.session(), found)
    view = feedback_view(
        found,
        shown,
        queries.grading(db.session(), attempt_id),
        code_book(),
        request.args.get("document", ""),
        request.args.get("kind", ""),
    )
    if partial():
        return render_template("charts/_evidence.html", attempt=found, view=view)
    attempts = queries.attempts_of(db.session(), viewer().id)
    return render_template(
        "charts/feedback.html",
        attempt=found,
        chart=shown,
        person=person_in_short(shown),
        encounter=encounter_in_short(shown),
        view=view,
        others=[one for one in attempts if one.document_id == found.document_id],
        next_chart=listing.next_chart(queries.charts(db.session()), attempts, found.document_id),
        override=override_of(db.session(), "chart_attempt", [attempt_id]).get(attempt_id)
        if found.assignment_id
        else None,
    )
