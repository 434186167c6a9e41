"""Pages of content: counts, the sync, and conflicts between browser and files."""

from __future__ import annotations

from difflib import unified_diff

from flask import abort, redirect, render_template, request, url_for

from app.extensions import db
from app.features.administration import queries, service
from app.features.administration.routes import Page, bp, my_scope
from app.operations import content_conflicts
from app.operations.publishing import KeyInUseError
from app.web import judges
from app.web.clock import now
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

MOST_DIFF_LINES = 2000


@bp.get("/admin/content")
@allow("administrator")
def content() -> Page:
    session = db.session()
    return render_template(
        "administration/content.html",
        scope=my_scope(),
        counts=queries.content_counts(session),
        last_sync=queries.last_sync(session),
        conflicts=content_conflicts.conflicts(session),
    )


@bp.post("/admin/content/sync")
@allow("administrator", judge=judges.school_administrator)
def sync_content() -> Page:
    dry_run = request.form.get("act") != "sync"
    job_id = service.start_sync(db.session(), dry_run, viewer().id, now())
    return redirect(url_for("administration.job", job_id=job_id))


def _conflict(document_id: int) -> content_conflicts.Conflict:
    found = content_conflicts.conflicts(db.session(), document_id)
    if not found:
        abort(404, "There is no conflict here. It was decided, or there never was one.")
    return found[0]


@bp.get("/admin/content/conflicts/<int:document_id>")
@allow("administrator", judge=judges.school_administrator)
def conflict(document_id: int) -> Page:
    found = _conflict(document_id)
    ours = found.ours or 0
    texts = queries.bodies(db.session(), [ours, found.theirs])
    lines = unified_diff(
        texts.get(ours, "").splitlines(), texts[found.theirs].splitlines(), lineterm="", n=3
    )
    changes = [line for line in lines if not line.startswith(("---", "+++"))]
    return render_template(
        "administration/conflict.html",
        conflict=found,
        changes=changes[:MOST_DIFF_LINES],
        cut=len(changes) > MOST_DIFF_LINES,
    )


@bp.post("/admin/content/conflicts/<int:document_id>")
@allow("administrator", judge=judges.school_administrator)
def decide_conflict(document_id: int) -> Page:
    theirs = request.form.get("version", 0, type=row_number)
    decide = {"ours": content_conflicts.keep_ours, "theirs": content_conflicts.take_theirs}.get(
        request.form.get("act", "")
    )
    if decide is None:
        abort(400, "Choose which version learners get.")
    try:
        decide(db.session(), document_id, theirs, viewer().id, now())
    except (content_conflicts.NoConflictError, KeyInUseError) as error:
        abort(409, str(error))
    except KeyError:
        abort(409, "This was decided meanwhile, or its file has changed again.")
    return redirect(url_for("administration.content"))
