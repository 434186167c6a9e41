"""The rows of an assignment's tables: the page and its CSV show the same."""

from __future__ import annotations

from collections.abc import Mapping

from app.features.classes.assigning import Assignment
from app.features.classes.results import Results, Try, Work
from app.web.formatters import clock_time, day

Columns = Mapping[str, str]
Row = dict[str, object]

STATES = {"todo": "Not started", "started": "Under way", "done": "Done"}
QUESTION_COLUMNS: Columns = {
    "ref": "Question",
    "share": "Right, %",
    "n": "N",
    "missed": "Missed by",
}
"""Keys of a row and the headings of its columns."""


def learner_columns(assignment: Assignment) -> Columns:
    """Keys and headings; a module has lessons in place of attempts and a score."""
    if assignment.kind == "module":
        return {"name": "Learner", "state": "State", "lessons": "Lessons", "at": "Last opened"}
    points = {} if assignment.kind == "chart" else {"of": "Points"}
    return {
        "name": "Learner",
        "state": "State",
        "attempt": "Attempt",
        "score": "Score, %",
        **points,
        "at": "Handed in",
        "note": "Set by hand",
    }


def learner_rows(assignment: Assignment, results: Results) -> list[Row]:
    """One row a learner, with ``user_id`` and ``kind`` of state for the page's own use."""
    return [_learner(assignment, results, one) for one in results.work]


def _learner(assignment: Assignment, results: Results, work: Work) -> Row:
    best = work.best
    return {
        "user_id": work.member.id,
        "kind": work.state,
        "name": work.member.name,
        "state": STATES[work.state],
        "lessons": f"{work.lessons} of {results.lessons}",
        "attempt": f"{best.number if best else len(work.tries)} of {assignment.attempts}"
        if work.tries
        else "",
        "score": _score(best),
        "of": _of(best),
        "at": f"{day(work.at)}, {clock_time(work.at)}" if work.at else "",
        "note": _note(best),
    }


def _score(best: Try | None) -> str:
    if best is None or best.mark is None:
        return ""
    return f"{best.mark:g}" if best.override else f"{best.mark:.0f}"


def _of(best: Try | None) -> str:
    if best is None or best.raw is None:
        return ""
    return f"{best.raw:g} of {best.most:g}"


def _note(best: Try | None) -> str:
    if best is None or best.override is None:
        return ""
    was = "" if best.score is None else f"computed {best.score:.0f} %; "
    return f"{was}{best.override.by}: {best.override.reason}"


def question_rows(results: Results) -> list[Row]:
    """One row a question, the hardest first."""
    return [
        {
            "document_id": one.document_id,
            "ref": one.ref,
            "share": f"{100 * one.share:.0f}",
            "n": one.n,
            "missed": ", ".join(one.missed),
        }
        for one in results.questions
    ]
