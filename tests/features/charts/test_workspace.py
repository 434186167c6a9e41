"""The workspace: record, search, worksheet, saving, undo, conflicts, bad input."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.charts.worksheet import Sheet, add_row
from app.features.charts import queries
from app.models import ChartEventRow
from tests.features.charts.samples import CLINIC, begun, chart, submitted, write
from tests.pages import Pages
from tests.personas import School
from tests.queries import count_queries

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Desk:
    """Ana's workspace at one attempt."""

    def __init__(self, pages: Pages, session: Session, attempt: int) -> None:
        self.pages, self.session, self.attempt = pages.as_("ana"), session, attempt

    def act(self, act: str, status: int = 200, revision: int | None = None, **fields: Any) -> str:
        data = {
            "act": act,
            "revision": self.found.revision if revision is None else revision,
            **fields,
        }
        answer = self.pages.post(
            "charts.sheet", data, status=status, headers=PART, attempt_id=self.attempt
        )
        return answer.text

    def get(self, **query: Any) -> str:
        return self.pages.get("charts.attempt", attempt_id=self.attempt, **query).text

    @property
    def found(self) -> queries.Attempt:
        self.session.expire_all()
        self.session.rollback()
        return queries.attempt(self.session, self.attempt)

    @property
    def codes(self) -> list[str]:
        return [row.code for row in self.found.sheet.rows]


@pytest.fixture
def desk(pages: Pages, session: Session, school: School) -> Desk:
    return Desk(pages, session, begun(session, school.users["ana"]))


def test_codes_are_taken_in_any_form_and_shown_in_their_own(desk: Desk) -> None:
    desk.act("add:cm: k26 0 ")
    desk.act("add:pcs:0w3p8zz")
    assert desk.codes == ["K26.0", "0W3P8ZZ"]
    assert "Acute duodenal ulcer with hemorrhage" in desk.get()


def test_a_code_can_go_first(desk: Desk) -> None:
    desk.act("add:cm:D62")
    desk.act("first:cm:K26.0")
    assert desk.codes == ["K26.0", "D62"]


def test_what_no_book_knows_stays_and_is_named(desk: Desk) -> None:
    assert "not in the Tabular List" in desk.act("add:cm:Zebra 9")
    assert desk.codes == ["ZEBRA 9"]


def test_markup_in_a_code_is_only_text(desk: Desk) -> None:
    assert "<b>X" not in desk.act("add:cm:<b>X</b>")
    assert "<b>X" not in desk.get().replace("<b>0</b>", "")


def test_poa_date_and_status_are_saved_beside_any_act(desk: Desk) -> None:
    desk.act("add:cm:K26.0")
    desk.act("add:pcs:0W3P8ZZ")
    desk.act("down:1", **{"poa-1": "Y", "date-2": "2026-06-22", "discharge_status": "01"})
    sheet = desk.found.sheet
    assert sheet.diagnoses[0].poa == "Y"
    assert str(sheet.procedures[0].date) == "2026-06-22"
    assert sheet.discharge_status == "01"


def test_an_exempt_code_shows_so_instead_of_an_indicator(desk: Desk) -> None:
    desk.act("add:cm:Z79.1")
    page = desk.act("add:cm:D62")
    assert "exempt" in page
    assert 'name="poa-1"' not in page
    assert 'name="poa-2"' in page


def test_the_group_so_far_is_shown_without_money(desk: Desk) -> None:
    page = desk.act("add:cm:K26.0")
    assert "379" in page or "378" in page
    assert "$" not in page


def test_an_outpatient_sheet_has_no_poa_no_procedures_and_no_group(
    pages: Pages, session: Session, school: School
) -> None:
    desk = Desk(pages, session, begun(session, school.users["ana"], CLINIC))
    page = desk.act("add:cm:E11.22")
    for absent in ("poa-1", "MS-DRG", 'id="px"'):
        assert absent not in page


def test_the_same_save_sent_again_changes_nothing(desk: Desk) -> None:
    desk.act("add:cm:K26.0", revision=0, save_id="one")
    desk.act("add:cm:K26.0", revision=0, save_id="one")
    assert desk.codes == ["K26.0"]
    assert desk.found.revision == 1


def test_a_save_that_changes_nothing_makes_no_revision(desk: Desk) -> None:
    desk.act("save")
    desk.act("up:7")
    desk.act("remove:7")
    assert desk.found.revision == 0


def test_a_diagnosis_twice_is_refused_with_its_place(desk: Desk) -> None:
    desk.act("add:cm:I10")
    assert "already, in row 1" in desk.act("add:cm:i10", status=422)
    assert desk.codes == ["I10"]


def test_removing_offers_undo_and_undo_walks_back_to_the_start(desk: Desk) -> None:
    desk.act("add:cm:K26.0")
    desk.act("add:cm:D62")
    assert "Removed K26.0" in desk.act("remove:1")
    steps = []
    for _ in range(4):
        desk.act("undo")
        steps.append(desk.codes)
    assert steps == [["K26.0", "D62"], ["K26.0"], [], []]


def test_undo_goes_past_what_was_done_after_an_undo(desk: Desk) -> None:
    desk.act("add:cm:K26.0")
    desk.act("add:cm:D62")
    desk.act("undo")
    desk.act("add:cm:I10")
    desk.act("undo")
    assert desk.codes == ["K26.0"]
    desk.act("undo")
    assert desk.codes == []


def test_an_undo_that_comes_too_late_says_so(desk: Desk) -> None:
    desk.act("add:cm:K26.0")
    desk.act("add:cm:D62")
    assert "has changed since" in desk.act("undo", status=422, revision=1)
    assert desk.codes == ["K26.0", "D62"]


def test_two_tabs_lose_nothing(desk: Desk) -> None:
    desk.act("add:cm:K26.0", revision=0)
    page = desk.act("add:cm:D62", status=409, revision=0)
    for words in ("K26.0", "D62", "Keep mine", "Keep theirs", "Keep both"):
        assert words in page
    found = re.search(r'name="mine" value="([^"]*)"', page)
    assert found
    mine = found[1].replace("&#34;", '"')
    desk.act("keep:both", mine=mine)
    assert desk.codes == ["K26.0", "D62"]


def test_keeping_mine_and_theirs(desk: Desk) -> None:
    desk.act("add:cm:K26.0")
    desk.act("keep:theirs", mine=json.dumps({"diagnoses": [{"code": "D62"}]}))
    assert desk.codes == ["K26.0"]
    desk.act("keep:mine", mine=json.dumps({"diagnoses": [{"code": "D62"}]}))
    assert desk.codes == ["D62"]
    assert "could not be read" in desk.act("keep:mine", status=422, mine="{{")


def test_without_script_an_act_comes_back_to_the_page(desk: Desk) -> None:
    answer = desk.pages.post(
        "charts.sheet",
        {"act": "add:cm:K26.0", "revision": 0, "q": "ulcer"},
        attempt_id=desk.attempt,
    )
    assert "pane=sheet" in answer.location
    assert "K26.0" in desk.get()
    answer = desk.pages.post(
        "charts.sheet", {"act": "remove:1", "revision": 1}, attempt_id=desk.attempt
    )
    page = desk.pages.get(answer.location.partition("#")[0]).text
    assert "Removed K26.0" in page
    undo = re.search(r'action="([^"]*act=undo[^"]*)"', page)
    assert undo
    desk.pages.post(undo[1].replace("&amp;", "&"))
    assert desk.codes == ["K26.0"]


def test_a_hundred_codes_are_saved_and_shown(desk: Desk, session: Session) -> None:
    sheet = Sheet()
    for number in range(100):
        sheet = add_row(sheet, "cm", f"S{number // 10}{number % 10}.1")
    write(session, desk.attempt, sheet)
    assert desk.get().count("data-row=") == 100


def test_a_save_after_submission_goes_to_feedback(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"])
    desk = Desk(pages, session, attempt)
    answer = desk.pages.post(
        "charts.sheet",
        {"act": "add:cm:I10", "revision": 1},
        status=409,
        headers=PART,
        attempt_id=attempt,
    )
    assert answer.headers["HX-Redirect"].endswith("/feedback")


def test_ten_megabytes_are_refused_with_a_page(desk: Desk) -> None:
    data = {"act": "add:cm:" + "K" * 10_000_000, "revision": 0}
    page = desk.pages.post("charts.sheet", data, status=413, attempt_id=desk.attempt)
    assert "too large" in page.text.lower() or "too big" in page.text.lower()
    assert desk.codes == []


def test_another_learners_worksheet_does_not_exist(desk: Desk, pages: Pages) -> None:
    pages.as_("ben").post(
        "charts.sheet", {"act": "add:cm:I10", "revision": 0}, status=404, attempt_id=desk.attempt
    )


def test_nothing_of_the_key_is_in_any_page_before_submission(desk: Desk, session: Session) -> None:
    key = chart(session)[2].key
    secrets = [entry.why.strip()[:40] for entry in key.diagnoses + key.procedures]
    secrets += [wrong.why.strip()[:40] for wrong in key.wrong]
    secrets += [one.text[:40] for one in key.teaching]
    seen = [
        desk.get(),
        desk.get(q="ulcer", pane="search"),
        desk.act("add:cm:K92.1"),
        desk.pages.get("charts.review", attempt_id=desk.attempt).text,
        desk.pages.get("charts.chart", slug="duodenal-ulcer-bleed-nsaid").text,
    ]
    for page in seen:
        for secret in secrets:
            assert secret not in page
    for entry in key.diagnoses + key.procedures:
        assert entry.code not in seen[0]


def test_finding_words_counts_and_marks_them(desk: Desk) -> None:
    page = desk.get(find="ulcer", document="04-gi-consult")
    assert "3 hits here" in page
    assert page.count('id="hit-') == 3
    part = desk.pages.get(
        "charts.attempt", headers=PART, attempt_id=desk.attempt, find="ulcer", document="nothing"
    ).text
    assert "Face sheet" in part
    assert "<html" not in part


def test_code_search_says_how_many_and_offers_to_add(desk: Desk) -> None:
    page = desk.pages.get(
        "charts.codes", headers=PART, attempt_id=desk.attempt, q="duodenal ulcer bleed"
    ).text
    assert 'value="add:cm:K26.' in page
    assert 'form="sheet-form"' in page
    nothing = desk.pages.get("charts.codes", headers=PART, attempt_id=desk.attempt, q="qqqqqqzz")
    assert "No code found" in nothing.text
    typed = desk.pages.get("charts.codes", headers=PART, attempt_id=desk.attempt, q="K26.05")
    assert "Add as typed" in typed.text


def test_code_search_without_script_is_a_page(desk: Desk) -> None:
    answer = desk.pages.get("charts.codes", attempt_id=desk.attempt, q="ulcer", status=302)
    assert "q=ulcer" in answer.location


def test_one_document_alone(desk: Desk) -> None:
    page = desk.pages.get("charts.document", attempt_id=desk.attempt, name="04-gi-consult").text
    assert "Ibuprofen-related ulcer" in page
    desk.pages.get("charts.document", attempt_id=desk.attempt, name="99-none", status=404)


def test_the_workspace_asks_as_much_however_much_was_coded(desk: Desk, app: Flask) -> None:
    desk.get()
    with count_queries(app) as before:
        desk.get()
    for code in ("K26.0", "D62", "I10", "Z79.1"):
        desk.act(f"add:cm:{code}")
    with count_queries(app) as after:
        desk.get()
    assert after.n == before.n <= 6


def test_every_save_is_kept(desk: Desk, session: Session) -> None:
    for code in ("K26.0", "D62", "I10"):
        desk.act(f"add:cm:{code}")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ChartEventRow)) == 3
