"""Handing in: graded once, in one commit; feedback, key and review cards after it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.charts.worksheet import Sheet, add_row
from app.features.charts import queries, submitting
from app.models import ChartGradingRow, FindingRow, ReviewCardRow
from app.reference import open_book, open_grouper
from tests.features.charts.samples import CLINIC, begun, chart, key_sheet, submitted, write
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def faulty() -> Sheet:
    """The ulcer chart with a symptom first, one code missed, one invalid."""
    sheet = Sheet(discharge_status="01")
    for code in ("K92.1", "K26.0", "D62", "ZZZ"):
        sheet = add_row(sheet, "cm", code)
    return sheet


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_key_earns_a_hundred_and_leaves_no_cards(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"])
    assert queries.grading(session, attempt).total == 100
    assert count(session, ReviewCardRow) == 0
    page = pages.as_("ana").get("charts.feedback", attempt_id=attempt).text
    assert "6 of 6 codes right" in page


def test_faults_become_findings_and_cards_of_their_rules(
    app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"], sheet=faulty())
    grading = queries.grading(session, attempt)
    assert {"principal", "missed", "over_coded", "invalid"} <= {f.kind for f in grading.findings}
    assert sum(f.cost for f in grading.findings) == pytest.approx(100 - grading.scores["raw"])
    aspects = set(session.scalars(select(ReviewCardRow.aspect)))
    assert aspects == {f"rule:{f.rule}" for f in grading.findings if f.cost}


def test_submitting_twice_grades_once(pages: Pages, session: Session, school: School) -> None:
    attempt = begun(session, school.users["ana"])
    write(session, attempt, faulty())
    ana = pages.as_("ana")
    for _ in range(2):
        answer = ana.post("charts.submit", {"revision": 1}, attempt_id=attempt)
        assert answer.location.endswith("/feedback")
    assert count(session, ChartGradingRow) == 1


def test_a_second_hand_in_at_the_same_time_changes_nothing(
    app: Flask, session: Session, school: School
) -> None:
    attempt = begun(session, school.users["ana"])
    found = write(session, attempt, faulty())
    data_dir = app.config["CHARTROOM"].data_dir
    book, grouper = open_book(data_dir), open_grouper(data_dir)
    for _ in range(2):  # both read the attempt while it was open
        submitting.submit(session, found, found.revision, book, grouper, NOW)
    assert count(session, ChartGradingRow) == 1


def test_a_worksheet_that_changed_since_is_not_handed_in(
    pages: Pages, session: Session, school: School
) -> None:
    attempt = begun(session, school.users["ana"])
    write(session, attempt, faulty())
    ana = pages.as_("ana")
    for revision in ("0", "", "x"):
        page = ana.post("charts.submit", {"revision": revision}, status=409, attempt_id=attempt)
        assert "was changed after you opened this page" in page.text
    assert queries.attempt(session, attempt).open


def test_an_empty_worksheet_gets_nothing(pages: Pages, session: Session, school: School) -> None:
    attempt = begun(session, school.users["ana"])
    ana = pages.as_("ana")
    ana.post("charts.submit", {"revision": 0}, attempt_id=attempt)
    assert queries.grading(session, attempt).total == 0
    assert "0 of 6 codes right" in ana.get("charts.feedback", attempt_id=attempt).text


def test_a_hundred_strange_codes_are_graded(pages: Pages, session: Session, school: School) -> None:
    sheet = Sheet()
    for number in range(100):
        sheet = add_row(sheet, "cm", f"no code {number}")
    attempt = begun(session, school.users["ana"])
    write(session, attempt, sheet)
    ana = pages.as_("ana")
    ana.post("charts.submit", {"revision": 1}, attempt_id=attempt)
    page = ana.get("charts.feedback", attempt_id=attempt).text
    assert "NO CODE 99" in page
    assert count(session, FindingRow) >= 100


def test_the_confirmation_says_what_is_still_open(
    pages: Pages, session: Session, school: School
) -> None:
    attempt = begun(session, school.users["ana"])
    write(session, attempt, faulty())
    page = pages.as_("ana").get("charts.review", attempt_id=attempt).text
    for words in ("POA indicators missing", "Codes refused as invalid", "cannot change"):
        assert words in page


def test_record_and_findings_point_at_each_other(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"], sheet=faulty())
    ana = pages.as_("ana")
    page = ana.get("charts.feedback", attempt_id=attempt, document="04-gi-consult").text
    grading = queries.grading(session, attempt)
    here = [f for f in grading.findings if any(d == "04-gi-consult" for d, _ in f.evidence)]
    assert here
    for finding in here:
        assert f'data-finding="{finding.seq}"' in page
        assert f'id="finding-{finding.seq}"' in page


def test_findings_are_filtered_by_kind(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"], sheet=faulty())
    page = pages.as_("ana").get("charts.feedback", attempt_id=attempt, kind="missed").text
    assert "finding--missed" in page
    assert "finding--correct" not in page


def test_both_groups_stand_beside_each_other_with_the_source_of_the_rate(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"], sheet=faulty())
    page = pages.as_("ana").get("charts.feedback", attempt_id=attempt).text
    for words in ("Grouping and payment", "$6,752.61", "Medicare inpatient prospective payment"):
        assert words in page


def test_every_measure_prints_method_and_denominator(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"], sheet=faulty())
    page = pages.as_("ana").get("charts.feedback", attempt_id=attempt).text
    for words in ("Code over code", "Precision", "Recall", "F1", "POA indicators", "of 6:"):
        assert words in page


def test_an_outpatient_chart_has_no_group(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"], CLINIC)
    page = pages.as_("ana").get("charts.feedback", attempt_id=attempt).text
    assert "Grouping and payment" not in page


def test_attempts_are_kept_and_the_next_one_starts_blank(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    first = submitted(app, session, school.users["ana"], sheet=faulty())
    second = begun(session, school.users["ana"])
    assert queries.attempt(session, second).number == 2
    assert queries.attempt(session, second).sheet == Sheet()
    session.commit()
    ana = pages.as_("ana")
    ana.get("charts.feedback", attempt_id=first)
    assert ana.get("charts.feedback", attempt_id=second, status=302).location.endswith(
        f"/attempts/{second}"
    )


def test_an_attempt_that_was_handed_in_opens_its_feedback(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    attempt = submitted(app, session, school.users["ana"])
    answer = pages.as_("ana").get("charts.attempt", attempt_id=attempt, status=302)
    assert answer.location.endswith("/feedback")


def test_feedback_asks_as_much_however_many_findings(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    few = submitted(app, session, school.users["ana"], sheet=key_sheet(chart(session)[2]))
    many = submitted(app, session, school.users["ana"], sheet=faulty())
    ana = pages.as_("ana")
    ana.get("charts.feedback", attempt_id=few)
    with count_queries(app) as first:
        ana.get("charts.feedback", attempt_id=few)
    with count_queries(app) as second:
        ana.get("charts.feedback", attempt_id=many)
    assert second.n == first.n <= 11
