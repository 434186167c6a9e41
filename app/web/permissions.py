"""Who may do what: declared on each route, judged for each object here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.web import judges
from app.web.numbers import MOST_ID
from app.web.viewer import Viewer

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks for: the roles of which one is needed, and the judge of the object.

    ``roles`` is None for everyone, empty for anyone signed in.
    """

    roles: frozenset[str] | None
    judge: judges.Judge | None = None


def public(view: View) -> View:
    """Open to everyone, visitors too."""
    return _declare(view, Access(None))


def signed_in(view: View) -> View:
    """Open to whoever is signed in."""
    return _declare(view, Access(frozenset()))


def allow(*roles: str, judge: judges.Judge | None = None) -> Callable[[View], View]:
    """Open to these roles; with a judge, only for objects that it lets through.

    A wrong role gets 403; an object that the judge refuses gets 404, as if it did not exist.
    """

    def declare(view: View) -> View:
        return _declare(view, Access(frozenset(roles), judge))

    return declare


def _declare(view: View, access: Access) -> View:
    view.__dict__["access"] = access
    return view


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What the route declares; None when it declares nothing, which no route may."""
    declared: Access | None = getattr(app.view_functions[endpoint], "access", None)
    return declared


def viewer() -> Viewer:
    """The signed-in person of this request; only routes that are not public may ask."""
    person = current_user._get_current_object()
    if not isinstance(person, Viewer):
        abort(403)
    return person


def check() -> Response | None:
    """Before each request: judge the declared access."""
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise RuntimeError(f"route {request.endpoint} declares no access")
    if any(isinstance(one, int) and one > MOST_ID for one in (request.view_args or {}).values()):
        abort(404)
    if access.roles is None:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    if access.roles and not current_user.has(*access.roles):
        abort(403)
    if access.judge and not access.judge(db.session(), viewer(), request.view_args or {}):
        abort(404)
    return None


def _to_sign_in() -> Response:
    target = url_for("accounts.sign_in", next=_where_to_return())
    if request.headers.get("HX-Request"):
        answer = Response(status=401)
        answer.headers["HX-Redirect"] = target
        return answer
    return redirect(target)


def _where_to_return() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/today"


def init_app(app: Flask) -> None:
    app.before_request(check)
