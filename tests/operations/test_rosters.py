"""Lists of people: what a line may look like, and what inviting does."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import MembershipRow, OneTimeLinkRow, UserRow
from app.operations.rosters import MOST_ROWS, Invited, RosterRow, invite_rows, parse_roster
from tests.personas import NOW, School


@pytest.mark.parametrize(
    "line",
    [
        "Noor Quill, noor@list.example",
        "noor@list.example, Noor Quill",
        "Noor Quill\tnoor@list.example",
        "noor@list.example;Noor Quill",
        '"Noor Quill", noor@list.example',
        "Noor Quill <noor@list.example>",
        "  Noor   Quill ,noor@list.example,",
    ],
)
def test_a_line_may_be_written_in_many_ways(line: str) -> None:
    rows, problems = parse_roster(line)
    assert rows == (RosterRow(1, "Noor Quill", "noor@list.example"),)
    assert problems == ()


def test_a_header_names_the_columns_and_others_are_left_out() -> None:
    rows, problems = parse_roster(
        "ID,Last name,First name,Email\n7,Quill,Noor,noor@list.example\n\n"
        "8,Vale,Ivo,ivo@list.example"
    )
    assert [(r.line, r.name) for r in rows] == [(2, "Noor Quill"), (4, "Ivo Vale")]
    assert problems == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("noor@list.example", "name"),
        ("Noor Quill", "one e-mail address"),
        ("Noor Quill, noor@list", "not an e-mail address"),
        ("Noor, Quill, noor@list.example", "more than two fields"),
        ("a@list.example, b@list.example", "one e-mail address"),
        (f"{'n' * 201}, noor@list.example", "200"),
        ("n" * 200_000, "too long"),
        ("Noor\x00Quill, noor@list.example", "ordinary characters"),
    ],
)
def test_a_line_that_is_not_taken_says_why(line: str, says: str) -> None:
    rows, problems = parse_roster(line)
    assert rows == ()
    assert [p.line for p in problems] == [1]
    assert says in problems[0].message


def test_an_address_is_taken_once_whatever_its_case() -> None:
    rows, problems = parse_roster("Noor, noor@list.example\nNoor Again, NOOR@list.example")
    assert [r.name for r in rows] == ["Noor"]
    assert (problems[0].line, problems[0].message) == (2, "Line 1 has this address already.")


def test_a_list_has_an_end() -> None:
    rows, problems = parse_roster("\n".join(f"P, p{i}@list.example" for i in range(MOST_ROWS + 2)))
    assert len(rows) == MOST_ROWS
    assert [p.line for p in problems] == [MOST_ROWS + 1, MOST_ROWS + 2]


@given(st.text(max_size=300))
def test_every_line_is_blank_or_header_or_row_or_problem(text: str) -> None:
    rows, problems = parse_roster(text)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    taken = sorted([r.line for r in rows] + [p.line for p in problems])
    assert taken in (lines, lines[1:])


def _invite(
    session: Session, school: School, text: str, organisation: str = "him", role: str = "student"
) -> list[Invited]:
    numbers = count(1)
    rows, _ = parse_roster(text)
    with writing(session):
        return invite_rows(
            session,
            rows,
            school.organisations[organisation],
            role,
            NOW,
            lambda: f"{organisation}-{next(numbers)}",
        )


def test_a_new_person_gets_an_account_a_role_and_a_link(session: Session, school: School) -> None:
    [invited] = _invite(session, school, "Noor Quill, noor@list.example")
    assert invited.token == "him-1"
    held = session.execute(
        select(MembershipRow.role, MembershipRow.organisation_id).where(
            MembershipRow.user_id == invited.user_id
        )
    ).one()
    assert held == ("student", school.organisations["him"])
    assert (
        session.scalar(
            select(OneTimeLinkRow.purpose).where(OneTimeLinkRow.user_id == invited.user_id)
        )
        == "invite"
    )


def test_someone_with_an_account_gets_the_role_and_no_link(
    session: Session, school: School
) -> None:
    [invited] = _invite(session, school, "Ana, ana@persona.example", "other")
    assert invited == (school.users["ana"], "ana@persona.example", None)


def test_the_same_list_again_makes_nobody_twice_and_renews_the_link(
    session: Session, school: School
) -> None:
    first = _invite(session, school, "Noor Quill, noor@list.example")
    before = session.scalar(select(func.count()).select_from(UserRow))
    session.commit()
    with writing(session):
        again = invite_rows(
            session, parse_roster("Noor, Noor@list.example")[0],
            school.organisations["him"], "student", NOW, lambda: "second",
        )  # fmt: skip
    assert again[0].user_id == first[0].user_id
    assert again[0].token == "second"
    assert session.scalar(select(func.count()).select_from(UserRow)) == before
    open_links = session.scalar(
        select(func.count())
        .select_from(OneTimeLinkRow)
        .where(OneTimeLinkRow.user_id == first[0].user_id, OneTimeLinkRow.used_at.is_(None))
    )
    assert open_links == 1


def test_a_list_cannot_take_over_an_account_that_holds_another_role(
    session: Session, school: School
) -> None:
    _invite(session, school, "New Admin, chief@list.example", "school", "administrator")
    [invited] = _invite(session, school, "Mine Now, chief@list.example")
    assert invited.token is None
