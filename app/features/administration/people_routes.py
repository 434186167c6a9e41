"""Pages of people: search, invitations, lists, roles and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from app.extensions import db
from app.features.administration import people_queries, people_service
from app.features.administration.forms import InviteForm, ListForm, RoleForm
from app.features.administration.routes import Page, bp, my_scope
from app.features.administration.scope import Scope
from app.models import ROLES
from app.operations.rosters import Invited, RosterRow, parse_roster
from app.operations.tokens import new_token
from app.web import judges
from app.web.clock import now
from app.web.list_upload import UploadError, read_upload
from app.web.navigation import ROLE_NAMES
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

ROLE_FILTER = [*((r, ROLE_NAMES[r]) for r in ROLES), ("none", "No role"), ("disabled", "Disabled")]


@bp.get("/admin/people")
@allow("administrator")
def people() -> Page:
    args, scope = request.args, my_scope()
    filters = people_queries.PeopleFilters(
        q=args.get("q", "").strip()[:100],
        role=args.get("role", "") if args.get("role") in dict(ROLE_FILTER) else "",
        organisation_id=args.get("organisation", type=row_number),
    )
    if filters.organisation_id is not None and scope.organisation(filters.organisation_id) is None:
        abort(404)
    page = max(1, args.get("page", 1, type=row_number))
    found, total = people_queries.people_page(db.session(), scope, filters, page, now())
    kept: dict[str, Any] = {k: args[k] for k in ("q", "role", "organisation") if args.get(k)}
    return render_template(
        "administration/people.html",
        people=found,
        total=total,
        page=page,
        pages=-(-total // people_queries.PAGE),
        page_url=lambda n: url_for("administration.people", page=n, **kept),
        filters=filters,
        scope=scope,
        role_options=ROLE_FILTER,
        role_titles=ROLE_NAMES,
    )


def _link(token: str) -> str:
    base: str = current_app.config["CHARTROOM"].base_url.rstrip("/")
    return base + url_for("accounts.set_password", token=token)


def _mails() -> bool:
    return bool(current_app.config["CHARTROOM"].smtp_url)


def _invite(scope: Scope, rows: Sequence[RosterRow], organisation: str, role: str) -> list[Invited]:
    return people_service.invite(
        db.session(),
        scope,
        rows,
        int(organisation),
        role,
        viewer().id,
        now(),
        new_token,
        _link if _mails() else None,
    )


def _links_page(title: str, rows: Sequence[RosterRow], invited: Sequence[Invited]) -> Page:
    """The outcome of invitations; links are shown this once."""
    entries = [
        (row.name, person.email, _link(person.token) if person.token else "", person.user_id)
        for row, person in zip(rows, invited, strict=True)
    ]
    return render_template(
        "administration/links.html", title=title, entries=entries, mails=_mails(), days=14
    )


def _invite_page(form: InviteForm, status: int = 200) -> Page:
    return render_template("administration/invite.html", form=form, mails=_mails()), status


@bp.get("/admin/people/invite")
@allow("administrator")
def invite() -> Page:
    form = InviteForm(formdata=None)
    form.place_in(my_scope(), suggest=True)
    return _invite_page(form)


@bp.post("/admin/people/invite")
@allow("administrator")
def invite_submit() -> Page:
    scope, form = my_scope(), InviteForm()
    form.place_in(scope)
    if not form.validate():
        return _invite_page(form, 422)
    rows = [RosterRow(1, form.name.data, form.email.data)]
    try:
        invited = _invite(scope, rows, form.organisation.data, form.role.data)
    except people_service.RefusedError as error:
        form.organisation.errors = [str(error)]
        return _invite_page(form, 422)
    return _links_page("Invited", rows, invited)


def _list_page(form: ListForm, preview: Any = None, status: int = 200) -> Page:
    return (
        render_template(
            "administration/list.html", form=form, preview=preview, mails=_mails(),
            role_titles=ROLE_NAMES,
        ),
        status,
    )  # fmt: skip


@bp.get("/admin/people/list")
@allow("administrator")
def upload_list() -> Page:
    form = ListForm(formdata=None)
    form.place_in(my_scope(), suggest=True)
    return _list_page(form)


@bp.post("/admin/people/list")
@allow("administrator")
def upload_list_submit() -> Page:
    """Preview first: what is read and what is wrong; then invite whom the preview showed."""
    scope, form = my_scope(), ListForm()
    form.place_in(scope)
    if not form.validate():
        return _list_page(form, None, 422)
    try:
        text = read_upload(form.file.data) or form.text.data or ""
    except UploadError as error:
        form.file.errors = [str(error)]
        return _list_page(form, None, 422)
    rows, problems = parse_roster(text)
    form.text.data = text
    if not rows and not problems:
        form.text.errors = ["Paste one person a line, or choose a file."]
        return _list_page(form, None, 422)
    if request.form.get("act") != "invite" or not rows:
        return _list_page(form, (rows, problems), 200 if rows else 422)
    try:
        invited = _invite(scope, rows, form.organisation.data, form.role.data)
    except people_service.RefusedError as error:
        form.organisation.errors = [str(error)]
        return _list_page(form, (rows, problems), 422)
    return _links_page(f"{len(rows)} invited", rows, invited)


def _person_page(user_id: int, form: RoleForm, status: int = 200, link: str = "") -> Page:
    session, scope = db.session(), my_scope()
    found = people_queries.person_page(session, scope, user_id, now())
    return (
        render_template(
            "administration/person.html",
            page=found,
            person=found.person,
            form=form,
            link=link,
            guards=judges.guardian_of_person(session, viewer(), {"user_id": user_id}),
            role_titles=ROLE_NAMES,
        ),
        status,
    )


def _role_form() -> RoleForm:
    form = RoleForm(formdata=None)
    form.place_in(my_scope(), suggest=True)
    return form


@bp.get("/admin/people/<int:user_id>")
@allow("administrator", judge=judges.administrator_of_person)
def person(user_id: int) -> Page:
    return _person_page(user_id, _role_form())


@bp.post("/admin/people/<int:user_id>/roles")
@allow("administrator", judge=judges.administrator_of_person)
def give_role(user_id: int) -> Page:
    scope, form = my_scope(), RoleForm()
    form.place_in(scope)
    if not form.validate():
        return _person_page(user_id, form, 422)
    try:
        people_service.give_role(
            db.session(),
            scope,
            user_id,
            int(form.organisation.data),
            form.role.data,
            viewer().id,
            now(),
        )
    except people_service.RefusedError as error:
        form.organisation.errors = [str(error)]
        return _person_page(user_id, form, 422)
    return redirect(url_for("administration.person", user_id=user_id))


@bp.post("/admin/memberships/<int:membership_id>/end")
@allow("administrator", judge=judges.administrator_of_membership)
def end_role(membership_id: int) -> Page:
    try:
        user_id = people_service.end_role(db.session(), membership_id, viewer().id, now())
    except people_service.RefusedError as error:
        abort(409, str(error))
    undo = url_for("administration.restore_role", membership_id=membership_id)
    flash({"text": "Role ended", "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for("administration.person", user_id=user_id))


@bp.post("/admin/memberships/<int:membership_id>/restore")
@allow("administrator", judge=judges.administrator_of_membership)
def restore_role(membership_id: int) -> Page:
    user_id = people_service.restore_role(db.session(), membership_id, viewer().id, now())
    return redirect(url_for("administration.person", user_id=user_id))


@bp.post("/admin/memberships/<int:membership_id>/outcomes")
@allow("administrator", judge=judges.administrator_of_membership)
def name_for_outcomes(membership_id: int) -> Page:
    named = request.form.get("named") == "yes"
    try:
        user_id = people_service.name_for_outcomes(
            db.session(), membership_id, named, viewer().id, now()
        )
    except people_service.RefusedError as error:
        abort(409, str(error))
    return redirect(url_for("administration.person", user_id=user_id))


@bp.post("/admin/people/<int:user_id>/disable")
@allow("administrator", judge=judges.guardian_of_person)
def disable(user_id: int) -> Page:
    try:
        people_service.disable(db.session(), user_id, viewer().id, now())
    except people_service.RefusedError as error:
        abort(409, str(error))
    undo = url_for("administration.enable", user_id=user_id)
    flash({"text": "Account disabled", "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for("administration.person", user_id=user_id))


@bp.post("/admin/people/<int:user_id>/enable")
@allow("administrator", judge=judges.guardian_of_person)
def enable(user_id: int) -> Page:
    people_service.enable(db.session(), user_id, viewer().id, now())
    return redirect(url_for("administration.person", user_id=user_id))


@bp.post("/admin/people/<int:user_id>/reset-link")
@allow("administrator", judge=judges.guardian_of_person)
def reset_link(user_id: int) -> Page:
    """Shown once on the person's page; the link itself is stored as a hash alone."""
    token = new_token()
    try:
        people_service.make_link(db.session(), user_id, token, viewer().id, now())
    except people_service.RefusedError as error:
        abort(409, str(error))
    return _person_page(user_id, _role_form(), link=_link(token))
