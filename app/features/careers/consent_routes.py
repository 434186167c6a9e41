"""A learner's own page: what the career office sees of her, her consent, and who looked."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from app.domain.careers.consent import USUAL_MONTHS, end_of_day, months_after
from app.extensions import db
from app.features.careers import consent_queries, service
from app.features.careers.forms import SCOPE_NAMES, ConsentForm, EmptyForm
from app.features.careers.routes import Page, bp, today
from app.web import judges
from app.web.clock import now
from app.web.numbers import row_number
from app.web.permissions import allow, viewer


def _form_of(office: consent_queries.OfficeView) -> ConsentForm:
    """The form as it stands before she changes it: what she shares now, else the usual end."""
    current = office.now
    return ConsentForm(
        formdata=None,
        prefix=f"office-{office.office.id}",
        scopes=sorted(current.scopes) if current else [],
        last_day=current.until.astimezone(viewer().zone).date()
        if current
        else months_after(today(), USUAL_MONTHS),
    )


def _page(bad: tuple[int, ConsentForm] | None = None, status: int = 200) -> Page:
    session, page = db.session(), max(1, request.args.get("page", 1, type=row_number))
    offices = consent_queries.offices_of(session, viewer().id, now())
    looks, total = consent_queries.looks(session, viewer().id, page)
    forms = {one.office.id: _form_of(one) for one in offices}
    if bad:
        forms[bad[0]] = bad[1]
    return (
        render_template(
            "careers/consent.html",
            offices=offices,
            forms=forms,
            bad=bad[1] if bad else None,
            empty=EmptyForm(),
            scope_names=SCOPE_NAMES,
            looks=looks,
            looked_at=consent_queries.LOOKS,
            page=page,
            pages=-(-total // consent_queries.LOOKS_A_PAGE),
            total=total,
        ),
        status,
    )


@bp.get("/account/consent")
@allow(judge=judges.was_student)
def consent() -> Page:
    return _page()


@bp.post("/account/consent/<int:office_id>")
@allow(judge=judges.learner_of_office)
def grant(office_id: int) -> Page:
    form = ConsentForm(prefix=f"office-{office_id}")
    if not form.validate():
        return _page((office_id, form), 422)
    last = form.last_day.data
    try:
        service.grant_consent(
            db.session(),
            viewer().id,
            office_id,
            form.scopes.data,
            last,
            end_of_day(last, viewer().zone),
            now(),
            today(),
        )
    except service.RefusedError as error:
        form.last_day.errors = [str(error)]
        return _page((office_id, form), 422)
    return redirect(url_for("careers.consent", saved="given"))


@bp.post("/account/consent/<int:office_id>/withdraw")
@allow(judge=judges.learner_of_office)
def withdraw(office_id: int) -> Page:
    service.withdraw_consent(db.session(), viewer().id, office_id, now())
    return redirect(url_for("careers.consent", saved="withdrawn"))
