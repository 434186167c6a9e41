"""One page: what the learners of one's classes know, and what they miss."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from app.extensions import db
from app.features.insights import queries
from app.operations.organisations import load_tree
from app.web.permissions import allow, viewer

bp = Blueprint("insights", __name__, template_folder="templates")


@bp.get("/insights")
@allow("instructor", "administrator")
def index() -> str:
    """Over all classes of the viewer, or with ``?class=`` over one of them."""
    session, person = db.session(), viewer()
    tree = load_tree(session)
    governed = {one.id for one in tree.under(person.organisations("administrator"))}
    authored = governed | {one.id for one in tree.under(person.organisations("instructor"))}
    classes = queries.my_classes(session, person.id, governed)
    chosen = request.args.get("class", type=int)
    wanted = [room for room, _ in classes if chosen in (None, room)]
    if chosen is not None and not wanted:
        abort(404)
    learners = queries.learners(session, wanted)
    return render_template(
        "insights/index.html",
        classes=classes,
        chosen=chosen,
        learners=len(learners),
        items=queries.items(session, learners, authored),
        charts=queries.charts(session, learners),
    )
