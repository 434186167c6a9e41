"""The front page, its question, and the sample chart; open to everyone, nothing is stored."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.domain.charts.values import Chart
from app.domain.codesets.values import SearchResult
from app.domain.items.item import Item
from app.domain.items.values import ResponseFault
from app.domain.payment.discharge import DISCHARGE_STATUSES
from app.extensions import db
from app.features.home import queries, sample
from app.operations.charts import rates_on
from app.reference import CodeBookMissing, SqliteCodeBook, open_book, open_grouper
from app.web.chart_views import code_href, encounter_in_short, person_in_short
from app.web.clock import now
from app.web.navigation import home
from app.web.permissions import public
from app.web.question_view import FIELD, closed_view, open_view

bp = Blueprint("home", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/")
@public
def index() -> Page:
    if current_user.is_authenticated:
        return redirect(home())
    item = queries.question_of(db.session(), now().date())
    return _front_page(item, _open(item) if item else None)


def _open(item: Item) -> dict[str, Any]:
    view = open_view(item, _order(item), None)
    for option in view["options"]:
        option["strike"] = False
    return view


def _order(item: Item) -> str:
    return item.question.order(item.ref)


def _front_page(
    item: Item | None, view: dict[str, Any] | None, problem: str = "", status: int = 200
) -> Page:
    return (
        render_template(
            "home/index.html",
            item=item,
            view=view,
            problem=problem,
            has_sample=queries.sample_chart(db.session()) is not None,
            has_people=queries.has_people(db.session()),
            editions=_editions(),
        ),
        status,
    )


def _editions() -> dict[str, str]:
    """The code sets in use, by what they are called; empty while no code book is built."""
    try:
        known = _book().editions()
    except CodeBookMissing:
        return {}
    return {
        "ICD-10-CM": known["cm"],
        "ICD-10-PCS": known["pcs"],
        "MS-DRG": known["drg"],
        "MS-DRG weights": known["weights"],
    }


@bp.post("/question")
@public
def answer() -> Page:
    """The answer to the question of the front page, with the reason for each option."""
    item = queries.question(db.session(), request.form.get("item", "")[:160])
    if item is None:
        abort(404, "This question is not on the front page any more.")
    try:
        response = item.question.parse(request.form.getlist(FIELD))
    except ResponseFault as fault:
        return _front_page(item, _open(item), str(fault), 422)
    if response is None:
        return _front_page(item, _open(item), "Choose an option first.", 422)
    return _front_page(item, closed_view(item, _order(item), response))


def _book() -> SqliteCodeBook:
    return open_book(current_app.config["CHARTROOM"].data_dir)


def _sample_chart() -> Chart:
    chart = queries.sample_chart(db.session())
    if chart is None:
        abort(404, "This install has no sample chart.")
    return chart


@bp.get("/sample")
@public
def sample_chart() -> Page:
    return _sample_page(_sample_chart(), sample.read_rows({}, _book()))


@bp.post("/sample")
@public
def sample_submit() -> Page:
    """Search a code, take it over, or grade: the form carries everything."""
    chart, book, act = _sample_chart(), _book(), request.form.get("act", "grade")
    rows = sample.read_rows(request.form, book)
    if act == "search":
        return _sample_page(chart, rows, found=_found(request.form.get("q", "")))
    if act.startswith("add:"):
        return _sample_page(chart, sample.with_code(rows, act[4:24], book))
    status = request.form.get("discharge_status", "")
    result = sample.result_of(
        chart,
        sample.submission_of(rows, status),
        book,
        open_grouper(current_app.config["CHARTROOM"].data_dir),
        rates_on(db.session(), chart.discharge_date),
    )
    return _sample_page(chart, rows, result=result)


def _found(text: str) -> list[SearchResult]:
    return list(_book().search(text[:200], "cm", sample.MOST_FOUND)) if text.strip() else []


def _sample_page(
    chart: Chart,
    rows: list[sample.SampleRow],
    found: list[SearchResult] | None = None,
    result: sample.Result | None = None,
) -> Page:
    return render_template(
        "home/sample.html",
        chart=chart,
        person=person_in_short(chart),
        encounter=encounter_in_short(chart),
        documents=result.documents if result else sample.documents_of(chart),
        rows=rows,
        found=found,
        q=request.form.get("q", "")[:200],
        status=request.form.get("discharge_status", ""),
        statuses=DISCHARGE_STATUSES,
        result=result,
        edition=_book().editions()["cm"],
        code_href=code_href,
    )
