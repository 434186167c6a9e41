"""People: inviting them one by one or by a list, roles, and accounts."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import AuditRow, JobRow, MembershipRow, UserRow
from app.operations import people
from tests.features.careers.learners import more_learners
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def invite(pages: Pages, school: School, status: int = 200, **changes: Any) -> str:
    data = {
        "name": "Noor Quill",
        "email": "noor@list.example",
        "role": "instructor",
        "organisation": str(school.organisations["him"]),
        **changes,
    }
    return text_of(pages.as_("ada").post("administration.invite_submit", data=data, status=status))


def role_of(session: Session, user_id: int, role: str) -> MembershipRow:
    return session.scalars(
        select(MembershipRow)
        .where(MembershipRow.user_id == user_id, MembershipRow.role == role)
        .execution_options(populate_existing=True)
    ).one()


def programme_admin(session: Session, school: School) -> None:
    """Irma administers her programme too."""
    with writing(session):
        people.grant(
            session, school.users["irma"], school.organisations["him"], "administrator", NOW
        )


def test_an_invited_person_opens_her_account_with_the_link_that_was_shown_once(
    pages: Pages, session: Session, school: School
) -> None:
    found = re.search(r"http\S+/password/set/[\w-]+", invite(pages, school))
    assert found is not None
    path = "/" + found[0].split("/", 3)[3]
    pages.post(path, data={"password": "a long enough one"})
    user = session.scalars(
        select(UserRow).where(UserRow.email_normalized == "noor@list.example")
    ).one()
    assert user.password_hash is not None
    assert role_of(session, user.id, "instructor").organisation_id == school.organisations["him"]


def test_with_a_mail_server_the_invitation_is_mailed_and_not_shown(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    settings = app.config["CHARTROOM"]
    app.config["CHARTROOM"] = settings.model_copy(update={"smtp_url": "smtp://localhost"})
    try:
        page = invite(pages, school)
    finally:
        app.config["CHARTROOM"] = settings
    assert "/password/set/" not in page
    [body] = [job["body"] for job in session.scalars(select(JobRow.payload))]
    assert "/password/set/" in body


def test_inviting_twice_makes_one_account(pages: Pages, session: Session, school: School) -> None:
    for _ in range(2):
        invite(pages, school)
    emails = session.scalars(select(UserRow.email).where(UserRow.email == "noor@list.example"))
    assert len(emails.all()) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter the name."),
        ({"email": "noor"}, "Enter an address such as"),
        ({"role": "owner"}, "Not a valid choice"),
        ({"organisation": "999"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_is_refused_with_a_sentence(
    pages: Pages, school: School, changes: dict[str, str], says: str
) -> None:
    assert says in invite(pages, school, status=422, **changes)


def test_a_student_of_a_career_office_makes_no_sense(pages: Pages, school: School) -> None:
    office = str(school.organisations["careers"])
    page = invite(pages, school, status=422, role="student", organisation=office)
    assert "belong to a program" in page


def upload(pages: Pages, school: School, status: int = 200, **fields: Any) -> str:
    data = {"role": "student", "organisation": str(school.organisations["him"]), **fields}
    return text_of(
        pages.as_("ada").post("administration.upload_list_submit", data=data, status=status)
    )


LIST = "Name,Email\nNoor Quill,noor@list.example\nIvo Vale,ivo.list.example\n"


def test_a_list_is_shown_with_its_problems_before_anyone_is_invited(
    pages: Pages, session: Session, school: School
) -> None:
    before = session.scalar(select(func.count()).select_from(UserRow))
    session.commit()
    page = upload(pages, school, file=(io.BytesIO(LIST.encode()), "list.csv"))
    assert "Line 3: Give one e-mail address" in page or "Line 3: ivo.list.example is not" in page
    assert "Invite 1 person as student" in page
    assert session.scalar(select(func.count()).select_from(UserRow)) == before


def test_a_list_that_was_looked_at_is_invited_in_one_commit(
    pages: Pages, session: Session, school: School
) -> None:
    page = upload(pages, school, text=LIST, act="invite")
    assert page.count("/password/set/") == 1
    assert "1 invited" in page
    actions = session.scalars(select(AuditRow.action).where(AuditRow.action == "role_given"))
    assert len(actions.all()) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04\x00\x00binary\xff", "This is no text file"),
        (b"a" * 200_001, "larger than 200 kB"),
        (b"", "Paste one person a line"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    pages: Pages, school: School, data: bytes, says: str
) -> None:
    assert says in upload(pages, school, 422, file=(io.BytesIO(data), "list.xlsx"))


def test_a_paste_of_ten_megabytes_is_refused(pages: Pages, school: School) -> None:
    upload(pages, school, 413, text="x" * 10_000_000)


def test_a_role_ends_at_once_and_can_be_brought_back(
    pages: Pages, session: Session, school: School
) -> None:
    held = role_of(session, school.users["ivan"], "instructor").id
    session.commit()
    ada = pages.as_("ada")
    ada.post("administration.end_role", membership_id=held)
    pages.as_("ivan").get("administration.people", status=403)
    page = text_of(ada.get("administration.person", user_id=school.users["ivan"]))
    assert "Role ended" in page
    assert "Roles that ended" in page
    ada.post("administration.restore_role", membership_id=held)
    assert role_of(session, school.users["ivan"], "instructor").ends_at is None


def test_the_school_keeps_an_administrator(pages: Pages, session: Session, school: School) -> None:
    ada = school.users["ada"]
    held = role_of(session, ada, "administrator").id
    session.commit()
    pages.as_("ada").post("administration.end_role", membership_id=held, status=409)
    page = pages.as_("ada").post("administration.disable", user_id=ada, status=409)
    assert "The school needs an administrator" in text_of(page)
    with writing(session):
        people.grant(
            session, school.users["ivan"], school.organisations["school"], "administrator", NOW
        )
    pages.as_("ada").post("administration.end_role", membership_id=held)


def test_a_career_officer_is_named_for_outcomes_and_only_she(
    pages: Pages, session: Session, school: School
) -> None:
    conrad = role_of(session, school.users["conrad"], "career_officer").id
    ivan = role_of(session, school.users["ivan"], "instructor").id
    session.commit()
    ada = pages.as_("ada")
    for named in (True, False):
        data = {"named": "yes" if named else "no"}
        ada.post("administration.name_for_outcomes", data=data, membership_id=conrad)
        role = role_of(session, school.users["conrad"], "career_officer")
        assert role.records_outcomes is named
        session.commit()
    ada.post(
        "administration.name_for_outcomes", data={"named": "yes"}, membership_id=ivan, status=409
    )


def test_a_disabled_account_is_signed_out_and_stays_so_until_enabled(
    pages: Pages, school: School
) -> None:
    ivan, ada = school.users["ivan"], pages.as_("ada")
    ada.post("administration.disable", user_id=ivan)
    pages.as_("ivan").get("accounts.account", status=302)
    ada.post("administration.reset_link", user_id=ivan, status=409)
    ada.post("administration.enable", user_id=ivan)
    pages.as_("ivan").get("accounts.account", status=302)
    pages.post("accounts.sign_in_submit", data={
        "email": "ivan@persona.example", "password": "correct horse battery",
    })  # fmt: skip


def test_a_one_time_link_is_shown_once(pages: Pages, school: School) -> None:
    ada, ana = pages.as_("ada"), school.users["ana"]
    assert "/password/set/" in text_of(
        ada.post("administration.reset_link", user_id=ana, status=200)
    )
    assert "/password/set/" not in text_of(ada.get("administration.person", user_id=ana))


def test_an_administrator_of_a_programme_sees_its_people_alone(
    pages: Pages, session: Session, school: School
) -> None:
    programme_admin(session, school)
    irma = pages.as_("irma")
    page = text_of(irma.get("administration.people"))
    assert "Ana Persona" in page
    assert "Stella Persona" not in page
    assert "Ada Persona" not in page
    irma.get("administration.person", user_id=school.users["stella"], status=404)
    irma.get("administration.person", user_id=school.users["ana"])
    irma.get("administration.people", organisation=school.organisations["other"], status=404)


def test_an_administrator_of_a_programme_cannot_reach_beyond_it(
    pages: Pages, session: Session, school: School
) -> None:
    programme_admin(session, school)
    with writing(session):
        people.grant(session, school.users["ada"], school.organisations["him"], "instructor", NOW)
    irma, ada = pages.as_("irma"), school.users["ada"]
    irma.get("administration.person", user_id=ada)
    irma.post("administration.reset_link", user_id=ada, status=404)
    irma.post("administration.disable", user_id=ada, status=404)
    school_id = str(school.organisations["school"])
    data = {"role": "administrator", "organisation": school_id}
    irma.post("administration.give_role", user_id=school.users["irma"], data=data, status=422)
    irma.post("administration.sync_content", status=404)
    irma.get("administration.index")
    irma.get("administration.audit")


def test_search_and_filters_find_people(pages: Pages, session: Session, school: School) -> None:
    with writing(session):
        people.create(session, name="Nobody Yet", email="n@p.example", password_hash=None, now=NOW)
    ada = pages.as_("ada")
    for query, expected in (
        ({"q": "cleo@"}, "Cleo Persona"),
        ({"role": "career_officer", "q": "con"}, "Conrad Persona"),
        ({"role": "none"}, "Nobody Yet"),
        ({"organisation": school.organisations["other"], "role": "instructor"}, "Sven Persona"),
    ):
        page = text_of(ada.get("administration.people", **query))
        assert expected in page
        assert "1 person fit" in page
    assert "Nobody fits" in text_of(ada.get("administration.people", q="zzz"))


def test_the_number_of_queries_does_not_grow_with_people(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    counts = []
    for start, more in ((0, 2), (2, 70)):
        more_learners(session, school.organisations["him"], more, start)
        with count_queries(app) as counted:
            pages.as_("ada").get("administration.people")
        counts.append(counted.n)
    assert counts == [5, 5]
