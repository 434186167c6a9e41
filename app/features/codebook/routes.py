"""Search, pages of codes, guidelines and editions; open to everyone, nothing is stored."""

from __future__ import annotations

import re
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from app.domain.codesets.pcs import SECTIONS
from app.domain.codesets.values import System, normalise_cm
from app.features.codebook import diagnosis, editions, finding, guidelines, procedure
from app.features.codebook.validity import (
    Asked,
    asked_day,
    edition_line,
    elsewhere,
    group_validity,
)
from app.reference import SqliteCodeBook, open_book
from app.web.clock import now
from app.web.code_view import Links
from app.web.formatters import local
from app.web.numbers import row_number
from app.web.permissions import public

bp = Blueprint("codebook", __name__, template_folder="templates")

Page = str | BaseResponse | tuple[str, int]

_LONGEST_CODE = 20


def _book() -> SqliteCodeBook:
    return open_book(current_app.config["CHARTROOM"].data_dir)


def _found() -> finding.Found:
    system = finding.system_of(request.args.get("system", ""))
    return finding.find(_book(), request.args.get("q", ""), system)


@bp.get("/codebook")
@public
def index() -> Page:
    """The search; without words what one can type, and the way in by chapter and section."""
    book = _book()
    return render_template(
        "codebook/index.html",
        found=_found(),
        systems=finding.SYSTEM_NAMES,
        editions=book.editions(),
        chapters=diagnosis.chapters(book),
        sections=SECTIONS,
    )


@bp.get("/codebook/results")
@public
def results() -> Response:
    """The list of results alone, for the search as one types."""
    found = _found()
    answer = make_response(render_template("codebook/_results.html", found=found))
    answer.headers["HX-Replace-Url"] = url_for(
        "codebook.index", q=found.text or None, system=found.system
    )
    return answer


@bp.get("/codebook/editions")
@public
def show_editions() -> Page:
    """The edition of each part, with counts and sources."""
    return render_template(
        "codebook/editions.html", parts=editions.parts(_book()), shown=_edition_line(asked_day(""))
    )


@bp.get("/codebook/pcs/guidelines")
@public
def guideline_list() -> Page:
    """The ICD-10-PCS guidelines by section."""
    return render_template("codebook/guidelines.html", sections=guidelines.by_section(_book()))


@bp.get("/codebook/pcs/guidelines/<number>")
@public
def guideline(number: str) -> Page:
    """One guideline; its number may be typed in any case."""
    rule = guidelines.find_guideline(_book(), number)
    if rule is None:
        abort(404, f"The code book has no ICD-10-PCS guideline {number[:_LONGEST_CODE]}.")
    if rule.number != number:
        return redirect(url_for(".guideline", number=rule.number), 301)
    view = guidelines.guideline_page(_book(), rule)
    return render_template("codebook/guideline.html", view=view, edition=_book().editions()["pcs"])


@bp.get("/codebook/<any(cm, pcs, drg):system>/<code>")
@public
def code(system: System, code: str) -> Page:
    """A code, heading, table or group; other spellings lead to the canonical address."""
    canonical = canonical_code(system, code)
    if canonical != code:
        on = request.args.get("on")
        return redirect(url_for(".code", system=system, code=canonical, on=on), 301)
    shown = {"cm": _diagnosis, "pcs": _procedure, "drg": _group}[system](code)
    return _unknown(system, code) if shown is None else shown


def canonical_code(system: System, text: str) -> str:
    """The code as the book writes it: capitals, no spaces, the dot of ICD-10-CM in its place."""
    bare = re.sub(r"\s", "", text).upper()[:_LONGEST_CODE]
    if system == "cm":
        return normalise_cm(bare) or bare
    return bare.zfill(3) if system == "drg" and bare.isdigit() else bare


def _diagnosis(code: str) -> Page | None:
    book, asked = _book(), asked_day(request.args.get("on", ""))
    entry = book.entry("cm", code)
    if entry is None:
        return None
    links = Links(book, asked.text)
    view = diagnosis.diagnosis_page(book, entry, asked.day, links)
    return _answer("codebook/diagnosis.html", asked, view=view, links=links)


def _procedure(code: str) -> Page | None:
    book, asked = _book(), asked_day(request.args.get("on", ""))
    links = Links(book, asked.text)
    if entry := book.entry("pcs", code):
        view = procedure.procedure_page(book, entry, asked.day)
        return _answer("codebook/procedure.html", asked, view=view, links=links)
    page = request.args.get("page", 1, type=row_number)
    below = procedure.beginning_page(book, code, page)
    if below is None:
        return None
    return render_template(
        "codebook/beginning.html", view=below, links=links, edition=book.editions()["pcs"]
    )


def _group(code: str) -> Page | None:
    book, asked = _book(), asked_day(request.args.get("on", ""))
    drg = book.drg(code)
    if drg is None:
        return None
    before, after = book.neighbours("drg", code)
    return _answer(
        "codebook/group.html",
        asked,
        drg=drg,
        before=before,
        after=after,
        validity=group_validity(asked.day),
        links=Links(book, asked.text),
        edition=book.editions()["drg"],
    )


def _answer(template: str, asked: Asked, **values: Any) -> tuple[str, int]:
    page = render_template(template, asked=asked, shown=_edition_line(asked), **values)
    return page, 422 if asked.problem else 200


def _edition_line(asked: Asked) -> str:
    return edition_line(asked, local(now()).date())


def _unknown(system: System, code: str) -> tuple[str, int]:
    book = _book()
    page = render_template(
        "codebook/unknown.html",
        code=code,
        system=finding.SYSTEM_NAMES[system],
        known=elsewhere(book, system, code),
        nearest=finding.nearest(book, system, code),
    )
    return page, 404
