"""The page on which students and instructors begin."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from app.web.clock import now
from app.web.formatters import local
from app.web.navigation import role_in_use
from app.web.permissions import signed_in

bp = Blueprint("today", __name__, template_folder="templates")

ELSEWHERE = {"career_officer": "/careers", "administrator": "/admin"}


@bp.get("/today")
@signed_in
def index() -> str | Response:
    role = role_in_use()
    if role in ELSEWHERE:
        return redirect(ELSEWHERE[role])
    return render_template("today/index.html", today=local(now()))
