"""Pages of the administrator: overview, organisations, audit and jobs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.features.administration import queries, service
from app.features.administration.forms import (
    KIND_NAMES,
    AddOrganisationForm,
    OrganisationForm,
)
from app.features.administration.health import health
from app.features.administration.scope import Scope, scope_of
from app.operations.content_conflicts import conflicts
from app.web import judges
from app.web.clock import now
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

bp = Blueprint("administration", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def my_scope() -> Scope:
    """How far the person who looks reaches."""
    return scope_of(db.session(), viewer())


@bp.get("/admin")
@allow("administrator")
def index() -> Page:
    session, scope = db.session(), my_scope()
    return render_template(
        "administration/index.html",
        scope=scope,
        health=health(current_app.config["CHARTROOM"]),
        machine=queries.machine(session, now()) if scope.whole else None,
        conflicts=len(conflicts(session)) if scope.whole else 0,
    )


def _organisations_page(form: AddOrganisationForm, scope: Scope, status: int = 200) -> Page:
    return (
        render_template(
            "administration/organisations.html", form=form, scope=scope, kinds=KIND_NAMES
        ),
        status,
    )


@bp.get("/admin/organisations")
@allow("administrator")
def organisations() -> Page:
    scope, form = my_scope(), AddOrganisationForm(formdata=None)
    form.place_in(scope)
    return _organisations_page(form, scope)


@bp.post("/admin/organisations")
@allow("administrator")
def add_organisation() -> Page:
    scope, form = my_scope(), AddOrganisationForm()
    form.place_in(scope)
    if not form.validate():
        return _organisations_page(form, scope, 422)
    try:
        service.add_organisation(
            db.session(),
            scope,
            int(form.organisation.data),
            form.kind.data,
            form.name.data,
            viewer().id,
            now(),
        )
    except service.RefusedError as error:
        form.name.errors = [str(error)]
        return _organisations_page(form, scope, 422)
    return redirect(url_for("administration.organisations"))


def _organisation_page(organisation_id: int, form: OrganisationForm, status: int = 200) -> Page:
    one = my_scope().organisation(organisation_id)
    return (
        render_template(
            "administration/organisation.html", form=form, organisation=one, kinds=KIND_NAMES
        ),
        status,
    )


@bp.get("/admin/organisations/<int:organisation_id>")
@allow("administrator", judge=judges.administrator_of_organisation)
def organisation(organisation_id: int) -> Page:
    one = my_scope().organisation(organisation_id)
    if one is None:
        abort(404)
    form = OrganisationForm(formdata=None, name=one.name, time_zone=one.time_zone)
    return _organisation_page(organisation_id, form)


@bp.post("/admin/organisations/<int:organisation_id>")
@allow("administrator", judge=judges.administrator_of_organisation)
def change_organisation(organisation_id: int) -> Page:
    form = OrganisationForm()
    if not form.validate():
        return _organisation_page(organisation_id, form, 422)
    service.change_organisation(
        db.session(), organisation_id, form.name.data, form.time_zone.data, viewer().id, now()
    )
    return redirect(url_for("administration.organisations"))


def _midnight(text: str, days: int = 0) -> datetime | None:
    """The beginning of this day where the person is; None when it is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if day == date.max:
        return None
    return datetime.combine(day + timedelta(days=days), time.min, viewer().zone)


@bp.get("/admin/audit")
@allow("administrator")
def audit() -> Page:
    args, session = request.args, db.session()
    filters = queries.AuditFilters(
        action=args.get("action", "")[:60],
        person=args.get("person", "").strip()[:100],
        since=_midnight(args.get("since", "")),
        until=_midnight(args.get("until", ""), 1),
    )
    scope = my_scope()
    entries, older = queries.audit_page(
        session, scope, filters, args.get("before", type=row_number)
    )
    known = queries.actions(session)
    kept = {k: args[k] for k in ("action", "person", "since", "until") if args.get(k)}
    return render_template(
        "administration/audit.html",
        entries=entries,
        filters=filters,
        kept=kept,
        older=url_for("administration.audit", before=older, **kept) if older else "",  # type: ignore[arg-type]
        actions=known,
        places={one.id: one.name for one in scope.organisations},
    )


def _job(job_id: int) -> queries.JobView:
    found = queries.job(db.session(), job_id, now())
    if found is None:
        abort(404)
    return found


@bp.get("/admin/jobs/<int:job_id>")
@allow("administrator", judge=judges.school_administrator)
def job(job_id: int) -> Page:
    found = _job(job_id)
    fragment = request.headers.get("HX-Request") == "true"
    return render_template(
        "administration/job_state.html" if fragment else "administration/job.html",
        job=found,
        machine=queries.machine(db.session(), now()),
    )


@bp.post("/admin/jobs/<int:job_id>/retry")
@allow("administrator", judge=judges.school_administrator)
def retry_job(job_id: int) -> Page:
    _job(job_id)
    try:
        service.retry_job(db.session(), job_id, viewer().id, now())
    except service.RefusedError as error:
        abort(409, str(error))
    return redirect(url_for("administration.job", job_id=job_id))


from app.features.administration import content_routes, people_routes  # noqa: E402, F401
