"""Pages of accounts."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.features.accounts import queries, service
from app.features.accounts.forms import (
    ChangePasswordForm,
    EmptyForm,
    JoinForm,
    ResetForm,
    SetPasswordForm,
    SettingsForm,
    SignInForm,
)
from app.operations.tokens import new_token
from app.web.clock import now
from app.web.limits import by_address_and_field, limiter
from app.web.navigation import home
from app.web.permissions import public, signed_in, viewer
from app.web.viewer import end_session, start_session

bp = Blueprint("accounts", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def safe_next(target: str | None) -> str | None:
    """The address to go on to, if it is a path of this site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def _begin(user_id: int) -> None:
    agent = request.user_agent.string
    start_session(db.session(), user_id, agent, now())


@bp.get("/sign-in")
@public
def sign_in() -> Page:
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")) or home())
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("accounts/sign_in.html", form=form, demo=_demo())


def _demo() -> bool:
    return bool(current_app.config["CHARTROOM"].env != "production") and queries.has_demo(
        db.session()
    )


@bp.post("/sign-in")
@limiter.limit("10 per 15 minutes", key_func=by_address_and_field("email"))
@limiter.limit("100 per 15 minutes")
@public
def sign_in_submit() -> Page:
    form = SignInForm()
    if form.validate():
        found = service.sign_in(db.session(), form.email.data, form.password.data, now())
        if found is not None:
            _begin(found.user_id)
            return redirect(safe_next(form.next.data) or home())
        form.password.errors = ["The e-mail address or the password is wrong."]
    return render_template("accounts/sign_in.html", form=form, demo=_demo()), 422


@bp.post("/sign-out")
@signed_in
def sign_out() -> Page:
    end_session(db.session(), viewer().session_hash, now())
    return redirect(url_for("accounts.sign_in"))


@bp.get("/join")
@public
def join_code() -> Page:
    code = request.args.get("code", "").strip()
    if code:
        return redirect(url_for("accounts.join", code=code.upper()))
    return render_template("accounts/join_code.html", problem=None)


def _join_page(code: str, form: JoinForm, status: int = 200) -> Page:
    try:
        room = service.open_class(db.session(), code)
    except service.RefusedError as error:
        return render_template("accounts/join_code.html", problem=str(error)), 404
    page = queries.join_page(db.session(), room.id)
    return (
        render_template("accounts/join.html", form=form, page=page, code=code, empty=EmptyForm()),
        status,
    )


@bp.get("/join/<code>")
@limiter.limit("60 per 15 minutes")
@public
def join(code: str) -> Page:
    return _join_page(code, JoinForm())


@bp.post("/join/<code>")
@limiter.limit("20 per 15 minutes")
@public
def join_submit(code: str) -> Page:
    if current_user.is_authenticated:
        return _join_signed_in(code)
    form = JoinForm()
    if not form.validate():
        return _join_page(code, form, 422)
    try:
        user_id = service.join_class(
            db.session(), code, form.name.data, form.email.data, form.password.data, now()
        )
    except service.RefusedError as error:
        form.email.errors = [str(error)]
        return _join_page(code, form, 422)
    _begin(user_id)
    return redirect(home())


def _join_signed_in(code: str) -> Page:
    try:
        service.join_signed_in(db.session(), code, viewer().id, now())
    except service.RefusedError as error:
        return render_template("accounts/join_code.html", problem=str(error)), 404
    return redirect(url_for("today.index"))


@bp.get("/password/reset")
@public
def reset() -> Page:
    return render_template("accounts/reset.html", form=ResetForm(), mails=_mails())


def _mails() -> bool:
    return bool(current_app.config["CHARTROOM"].smtp_url)


@bp.post("/password/reset")
@limiter.limit("5 per hour", key_func=by_address_and_field("email"))
@limiter.limit("30 per hour")
@public
def reset_submit() -> Page:
    form = ResetForm()
    if not form.validate():
        return render_template("accounts/reset.html", form=form, mails=_mails()), 422
    token = new_token()
    base = current_app.config["CHARTROOM"].base_url.rstrip("/")
    link = base + url_for("accounts.set_password", token=token)
    service.request_reset(db.session(), form.email.data, link, token, now())
    return render_template("accounts/reset_sent.html", mails=_mails())


@bp.get("/password/set/<token>")
@public
def set_password(token: str) -> Page:
    try:
        service.usable_link(db.session(), token, now())
    except service.RefusedError as error:
        return render_template("accounts/link_over.html", problem=str(error)), 410
    return render_template("accounts/set_password.html", form=SetPasswordForm(), token=token)


@bp.post("/password/set/<token>")
@limiter.limit("20 per hour")
@public
def set_password_submit(token: str) -> Page:
    form = SetPasswordForm()
    if not form.validate():
        return render_template("accounts/set_password.html", form=form, token=token), 422
    try:
        user_id = service.set_password(db.session(), token, form.password.data, now())
    except service.RefusedError as error:
        return render_template("accounts/link_over.html", problem=str(error)), 410
    _begin(user_id)
    return redirect(home())


def _account_page(settings: SettingsForm, password: ChangePasswordForm, status: int = 200) -> Page:
    person = viewer()
    listed = queries.sessions(db.session(), person.id, person.session_hash, now())
    return (
        render_template(
            "accounts/account.html",
            settings=settings,
            password=password,
            sessions=listed,
            empty=EmptyForm(),
        ),
        status,
    )


def _settings_form() -> SettingsForm:
    person = viewer()
    zone = queries.own_zone(db.session(), person.id)
    return SettingsForm(
        formdata=None,
        name=person.name,
        theme=person.theme,
        shortcuts=person.shortcuts,
        time_zone=zone or "",
    )


@bp.get("/account")
@signed_in
def account() -> Page:
    return _account_page(_settings_form(), ChangePasswordForm(formdata=None))


@bp.post("/account")
@signed_in
def account_submit() -> Page:
    form = SettingsForm()
    if not form.validate():
        return _account_page(form, ChangePasswordForm(formdata=None), 422)
    service.save_settings(
        db.session(),
        viewer().id,
        name=form.name.data,
        time_zone=form.time_zone.data,
        theme=form.theme.data,
        shortcuts=form.shortcuts.data,
    )
    return redirect(url_for("accounts.account", saved="settings"))


@bp.post("/account/password")
@limiter.limit("10 per 15 minutes", key_func=lambda: str(g.get("_login_user") and viewer().id))
@signed_in
def change_password() -> Page:
    form = ChangePasswordForm()
    if not form.validate():
        return _account_page(_settings_form(), form, 422)
    person = viewer()
    try:
        service.change_password(
            db.session(),
            person.id,
            form.current.data,
            form.password.data,
            person.session_hash,
            now(),
        )
    except service.RefusedError as error:
        form.current.errors = [str(error)]
        return _account_page(_settings_form(), form, 422)
    return redirect(url_for("accounts.account", saved="password"))


@bp.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Page:
    person = viewer()
    service.sign_out_everywhere(db.session(), person.id, now())
    end_session(db.session(), person.session_hash, now())
    flash("You are signed out everywhere.")
    return redirect(url_for("accounts.sign_in"))


@bp.post("/account/working-as")
@signed_in
def work_as() -> Page:
    role = request.form.get("membership", "")
    person = viewer()
    if person.has(role):
        service.work_as(db.session(), person.session_hash, role)
    return redirect("/today")
