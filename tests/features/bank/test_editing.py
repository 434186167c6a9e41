"""Writing an item in the browser: draft, problems, publishing, two editors, key in use."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import AnswerRow, AuditRow, DocumentRow, KeyRow, SittingRow, VersionRow
from app.operations.library import load_version
from tests.features.work import practice
from tests.pages import NS, Pages
from tests.personas import NOW, School
from tests.queries import count_queries

WHY = "This is the rule that the source gives for the case, in the words of the stem."
FORM = {
    "type": "single",
    "name": "record-request-clock",
    "stem": (
        "A patient of an invented hospital asks in writing for a copy of her own record. The "
        "request arrives complete on the first of the month, and the hospital keeps the record "
        "on site. Within how many days must it act on the request?"
    ),
    "ordered": "no",
    "task": "2.1",
    "level": "application",
    "purpose": "practice",
    "source.id": "cfr-45-164",
    "source.locator": "45 CFR 164.524(b)(2)",
    "source.checked": "2026-11-24",
    "negative": "no",
    "angoff.ratings.0.value": "65",
}
TEXTS = ("Ten days", "Thirty days", "Sixty days", "Ninety days")
REASONS = (
    "State rules for other requests use this short period, but the federal clock is longer.",
    "The covered entity must act on a request for access within this period of its receipt.",
    "This is the whole period with the one extension, which needs a written notice first.",
    "No federal access rule gives this period; it belongs to a different kind of deadline.",
)


def _form(**changes: str) -> dict[str, Any]:
    form = dict(FORM)
    for place, (text, why) in enumerate(zip(TEXTS, REASONS, strict=True)):
        form[f"options.{place}.text"] = text
        form[f"options.{place}.rationale"] = why
        form[f"options.{place}.misconception"] = "" if place == 1 else f"wrong-period-{place}"
    form["options.1.correct"] = "yes"
    return form | changes


def _base(session: Session, document_id: int) -> str:
    version = session.scalar(
        select(func.max(VersionRow.id)).where(VersionRow.document_id == document_id)
    )
    key = session.scalar(
        select(func.max(KeyRow.id))
        .join(VersionRow, VersionRow.id == KeyRow.version_id)
        .where(VersionRow.document_id == document_id)
    )
    session.commit()
    return f"{version}-{key or 0}"


def _made(pages: Pages, session: Session) -> int:
    answer = pages.post("bank.create_item", _form(), 302)
    made = int(answer.location.split("/")[-2])
    session.commit()
    return made


def _row(session: Session, document_id: int) -> DocumentRow:
    session.expire_all()
    row = session.get_one(DocumentRow, document_id)
    session.commit()
    return row


@pytest.fixture
def ivan(pages: Pages) -> Pages:
    return pages.as_("ivan")


def test_a_new_item_is_a_draft_that_carries_the_organizations_name(
    ivan: Pages, session: Session, school: School
) -> None:
    row = _row(session, _made(ivan, session))
    assert (row.ref, row.state) == ("him-record-request-clock", "draft")
    assert row.current_version_id is None
    assert row.organisation_id == school.organisations["him"]


def test_a_form_posted_twice_makes_one_document(ivan: Pages, session: Session) -> None:
    assert _made(ivan, session) == _made(ivan, session)


def test_a_published_item_is_what_learners_get_and_stands_in_the_audit(
    ivan: Pages, session: Session
) -> None:
    made = _made(ivan, session)
    ivan.post("bank.save_item", _form(base=_base(session, made), act="publish"), document_id=made)
    row = _row(session, made)
    assert row.state == "live"
    assert row.current_version_id is not None
    actions = session.scalars(select(AuditRow.action)).all()
    assert "document_published" in actions


def test_problems_are_listed_with_their_field_and_block_publishing(
    ivan: Pages, session: Session
) -> None:
    made = _made(ivan, session)
    form = _form(base=_base(session, made), act="publish") | {"options.0.rationale": "Too short."}
    page = ivan.post("bank.save_item", form, 422, document_id=made).text
    assert 'href="#f-options.0' in page
    assert _row(session, made).current_version_id is None


def test_what_cannot_be_read_keeps_the_input(ivan: Pages, session: Session) -> None:
    page = ivan.post("bank.create_item", _form() | {"options.2.correct": "yes"}, 422).text
    assert "exactly one option is correct" in page
    page = ivan.post("bank.create_item", _form() | {"source.checked": "last week"}, 422).text
    assert "a date is expected here" in page
    assert 'value="last week"' in page


def test_the_second_of_two_editors_sees_both_sides(
    ivan: Pages, pages: Pages, session: Session
) -> None:
    made = _made(ivan, session)
    base = _base(session, made)
    ivan.post("bank.save_item", _form(base=base, level="recall"), document_id=made)
    page = pages.as_("irma").post(
        "bank.save_item", _form(base=base, level="analysis"), 409, document_id=made
    )
    assert "Keep mine" in page.text
    assert "Keep theirs" in page.text
    mine = _form(base=_base(session, made), level="analysis")
    pages.as_("irma").post("bank.save_item", mine, document_id=made)
    newest = session.scalar(select(func.max(VersionRow.id)).where(VersionRow.document_id == made))
    assert newest is not None
    assert load_version(session, newest).content.data["level"] == "analysis"


def test_saving_the_same_again_makes_no_version(ivan: Pages, session: Session) -> None:
    made = _made(ivan, session)
    base = _base(session, made)
    ivan.post("bank.save_item", _form(base=base), document_id=made)
    assert _base(session, made) == base


def test_the_key_of_an_answered_item_is_not_changed(
    ivan: Pages, session: Session, school: School
) -> None:
    made = _made(ivan, session)
    ivan.post("bank.save_item", _form(base=_base(session, made), act="publish"), document_id=made)
    current = _row(session, made).current_version_id
    sitting = practice(session, school.users["ana"], NOW, [1.0], None, "closed")
    with writing(session):
        session.execute(
            update(AnswerRow)
            .where(AnswerRow.sitting_id == sitting)
            .values(version_id=current, response='{"chosen": [1]}')
        )
    form = _form(base=_base(session, made), act="publish")
    form["options.2.rationale"] += " It is a different thing."
    page = ivan.post("bank.save_item", form, 409, document_id=made)
    assert "has been answered" in page.text
    assert _row(session, made).current_version_id == current


def test_an_open_sitting_keeps_its_version_when_a_newer_one_is_published(
    ivan: Pages, session: Session, school: School
) -> None:
    sitting = practice(session, school.users["ana"], NOW, [1.0], None, "open")
    before = session.execute(
        select(AnswerRow.version_id, VersionRow.document_id)
        .join(VersionRow, VersionRow.id == AnswerRow.version_id)
        .where(AnswerRow.sitting_id == sitting)
    ).one()
    session.commit()
    ivan.post("bank.retire", document_id=before.document_id)
    assert _row(session, before.document_id).current_version_id != before.version_id
    kept = session.scalar(select(AnswerRow.version_id).where(AnswerRow.sitting_id == sitting))
    assert kept == before.version_id


def test_retiring_can_be_taken_back(ivan: Pages, session: Session) -> None:
    made = _made(ivan, session)
    ivan.post("bank.save_item", _form(base=_base(session, made), act="publish"), document_id=made)
    ivan.post("bank.retire", document_id=made)
    assert _row(session, made).state == "retired"
    ivan.post("bank.bring_back", document_id=made)
    assert _row(session, made).state == "live"


def test_another_programmes_draft_does_not_exist(
    ivan: Pages, pages: Pages, session: Session
) -> None:
    made = _made(ivan, session)
    pages.as_("sven").get("bank.item", 404, document_id=made)
    assert "him-record-request-clock" not in pages.as_("sven").get("bank.index", text="him-").text


def test_ten_megabytes_are_refused(ivan: Pages) -> None:
    ivan.post("bank.create_item", _form(stem="x" * 10_000_000), 413)


def test_a_stale_token_is_refused(ivan: Pages) -> None:
    ivan.post("bank.create_item", _form(), 400, csrf=False)


def test_the_list_asks_as_often_for_one_item_as_for_a_page(app: Flask, ivan: Pages) -> None:
    counts = []
    for text in ("", "d1-"):
        ivan.get("bank.index")
        with count_queries(app) as counted:
            ivan.get("bank.index", text=text)
        counts.append(counted.n)
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("kind", ["single", "multiple", "numeric", "scenario"])
def test_each_type_has_an_empty_form(ivan: Pages, kind: str) -> None:
    ivan.get("bank.new_item", type=kind)


def test_every_shipped_item_and_lesson_comes_back_from_its_form_unchanged(
    ivan: Pages, session: Session
) -> None:
    rows = session.execute(
        select(DocumentRow.id, DocumentRow.kind)
        .where(DocumentRow.kind.in_(("item", "lesson")))
        .order_by(DocumentRow.id)
    ).all()
    session.commit()
    before = session.scalar(select(func.count()).select_from(VersionRow))
    for document, kind in rows[::5]:
        _post_as_shown(ivan, f"bank.edit_{kind}", f"bank.save_{kind}", document)
    assert session.scalar(select(func.count()).select_from(VersionRow)) == before
    assert session.scalar(select(func.count()).select_from(SittingRow)) == 0


def _post_as_shown(pages: Pages, shown: str, save: str, document: int) -> None:
    """Read the editor's form as a browser does, and send it back."""
    page = html5lib.parse(pages.get(shown, document_id=document).text)
    form = next(e for e in page.iter(f"{NS}form") if e.get("id") == "edit")
    data: dict[str, list[str]] = {}
    for e in form.iter():
        name = e.get("name")
        if not name or name == "csrf_token" or e.tag == f"{NS}button":
            continue
        if e.get("type") in ("checkbox", "radio") and e.get("checked") is None:
            continue
        value = e.get("value") or ""
        if e.tag == f"{NS}textarea":
            value = (e.text or "").replace("\n", "\r\n")
        if e.tag == f"{NS}select":
            options = list(e.iter(f"{NS}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options
            value = chosen[0].get("value") or ""
        data.setdefault(name, []).append(value)
    pages.post(save, data, document_id=document)
