"""What the worksheet says of codes, and which chart comes next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.domain.payment.discharge import DISCHARGE_STATUSES
from app.features.charts import desk, listing, queries
from app.reference import open_book, open_grouper
from tests.features.charts.samples import begun, chart, key_sheet
from tests.personas import School


@pytest.mark.parametrize("status", sorted(DISCHARGE_STATUSES))
def test_every_discharge_status_can_be_grouped(status: str, app: Flask, session: Session) -> None:
    data_dir = app.config["CHARTROOM"].data_dir
    found = chart(session)[2]
    sheet = replace(key_sheet(found), discharge_status=status)
    view = desk.sheet_view(found, sheet, open_book(data_dir), open_grouper(data_dir))
    assert view["drg"]["drg"]


def test_a_discharge_status_that_is_not_chosen_is_not_taken_from_the_key(
    app: Flask, session: Session
) -> None:
    data_dir = app.config["CHARTROOM"].data_dir
    found = chart(session)[2]
    died = replace(found, key=replace(found.key, discharge_status="20"))
    sheet = replace(key_sheet(found), discharge_status="")
    groups = [
        desk.sheet_view(one, sheet, open_book(data_dir), open_grouper(data_dir))["drg"]
        for one in (found, died)
    ]
    assert groups[0] == groups[1]


def test_an_invalid_code_says_why_there_is_no_group(app: Flask, session: Session) -> None:
    data_dir = app.config["CHARTROOM"].data_dir
    found = chart(session)[2]
    sheet = key_sheet(found)
    bad = replace(sheet, diagnoses=(replace(sheet.diagnoses[0], code="ZZZ"),))
    view = desk.sheet_view(found, bad, open_book(data_dir), open_grouper(data_dir))
    assert "ZZZ is not an ICD-10-CM code" in view["drg"]["problem"]
    assert view["refused"] == 1


def test_the_next_chart_is_one_that_was_never_begun(session: Session, school: School) -> None:
    document = chart(session)[0]
    begun(session, school.users["ana"])
    attempts = queries.attempts_of(session, school.users["ana"])
    found = listing.next_chart(queries.charts(session), attempts, document)
    assert found is not None
    assert found.document_id != document
