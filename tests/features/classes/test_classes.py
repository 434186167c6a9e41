"""Classes: made, joined, shared, archived; their members entered, removed and let in again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.classes.service import CODE_LENGTH, CODE_LETTERS, new_join_code
from app.models import AuditRow, ClassMemberRow, ClassRow, OneTimeLinkRow, UserRow
from app.operations import people
from tests.features import work
from tests.pages import Pages
from tests.personas import NOW, START, School
from tests.queries import count_queries


def member(session: Session, class_id: int, user_id: int) -> ClassMemberRow | None:
    session.rollback()
    return session.get(ClassMemberRow, (class_id, user_id), populate_existing=True)


def learners(session: Session, school: School, n: int) -> None:
    """More students in Ana's class, each with a practice set and a mock exam."""
    for number in range(n):
        with writing(session):
            user = people.create(
                session, name=f"L {number}", email=f"l{number}-{n}@x.example", password_hash=None,
                now=START,
            )  # fmt: skip
            people.grant(session, user, school.organisations["him"], "student", START)
            session.add(
                ClassMemberRow(
                    class_id=school.classes["Spring"], user_id=user, role="student",
                    created_at=START,
                )
            )  # fmt: skip
        work.practice(session, user, NOW, [1.0, 0.5])
        work.exam(session, user, NOW, {"1": (8.0, 13)})


def test_a_join_code_has_eight_letters_that_nobody_confuses() -> None:
    codes = {new_join_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {CODE_LENGTH} == {8}
    assert set("".join(codes)) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("ILO01")


def test_an_instructor_makes_a_class_and_teaches_it(
    pages: Pages, session: Session, school: School
) -> None:
    him = school.organisations["him"]
    made = pages.as_("ivan").post("classes.create", {"name": "Summer", "organisation": him})
    session.rollback()
    row = session.scalars(select(ClassRow).where(ClassRow.name == "Summer")).one()
    assert made.location.endswith(f"/classes/{row.id}")
    assert member(session, row.id, school.users["ivan"]) is not None
    assert "Summer" in pages.as_("ivan").get("classes.index").text
    assert "Summer" not in pages.as_("irma").get("classes.index").text


def test_a_class_is_made_only_in_an_organization_of_ones_own(pages: Pages, school: School) -> None:
    other = school.organisations["other"]
    pages.as_("ivan").post("classes.create", {"name": "X", "organisation": other}, status=422)


def test_a_closed_class_or_an_old_code_lets_nobody_in(
    pages: Pages, session: Session, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    ivan.post("classes.joining", {"open": "no"}, class_id=room)
    pages.as_(None).get("accounts.join", status=404, code="JOINSPRI")
    ivan.post("classes.joining", {"open": "yes"}, class_id=room)
    pages.as_(None).get("accounts.join", code="JOINSPRI")
    ivan.post("classes.new_code", class_id=room)
    pages.as_(None).get("accounts.join", status=404, code="JOINSPRI")
    session.rollback()
    code = session.scalars(select(ClassRow.join_code).where(ClassRow.id == room)).one()
    assert f"/join/{code}" in ivan.get("classes.room", class_id=room).text


def test_a_removed_learner_can_be_put_back(pages: Pages, session: Session, school: School) -> None:
    ivan, room, ana = pages.as_("ivan"), school.classes["Spring"], school.users["ana"]
    ivan.post("classes.remove_learner", class_id=room, user_id=ana)
    row = member(session, room, ana)
    assert row is not None
    assert row.left_at == NOW
    page = ivan.get("classes.room", class_id=room).text
    assert "1 learner removed" in page
    assert "Undo" in page
    ivan.post("classes.restore_learner", class_id=room, user_id=ana)
    row = member(session, room, ana)
    assert row is not None
    assert row.left_at is None


def test_a_second_instructor_of_the_program_teaches_too(pages: Pages, school: School) -> None:
    room = school.classes["Spring"]
    pages.as_("irma").get("classes.room", status=404, class_id=room)
    for bad in ("sven@persona.example", "nobody@persona.example", "carla@persona.example", "x"):
        pages.as_("ivan").post("classes.add_instructor", {"email": bad}, status=422, class_id=room)
    pages.as_("ivan").post(
        "classes.add_instructor", {"email": "Irma@Persona.example "}, class_id=room
    )
    pages.as_("irma").get("classes.room", class_id=room)


def test_an_archived_class_takes_no_work_and_comes_back(pages: Pages, school: School) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    ivan.post("classes.archive", class_id=room)
    assert "In the archive" in ivan.get("classes.index").text
    ivan.post("classes.unarchive", class_id=room)
    assert "In the archive" not in ivan.get("classes.index").text


def test_a_list_is_previewed_before_anyone_is_entered(
    pages: Pages, session: Session, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    text = "Noor Quill, noor@x.example\nbroken line\nStella, stella@persona.example\n"
    page = ivan.post("classes.upload_list_submit", {"text": text}, status=200, class_id=room).text
    assert "Line 2" in page
    assert "Line 3" in page
    assert "Enter 1 learner" in page
    session.rollback()
    assert people.find(session, "noor@x.example") is None
    done = ivan.post(
        "classes.upload_list_submit", {"text": text, "act": "enter"}, status=200, class_id=room
    ).text
    assert "/password/" in done
    session.rollback()
    noor = people.find(session, "noor@x.example")
    assert noor is not None
    assert member(session, room, noor) is not None
    assert member(session, room, school.users["stella"]) is None


def test_entering_a_list_twice_makes_nobody_twice(
    pages: Pages, session: Session, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    form = {"text": "Noor Quill, noor@x.example\nCleo, cleo@persona.example", "act": "enter"}
    for _ in range(2):
        ivan.post("classes.upload_list_submit", form, status=200, class_id=room)
    session.rollback()
    found = session.scalars(select(UserRow).where(UserRow.name == "Noor Quill")).all()
    assert len(found) == 1
    assert member(session, room, school.users["cleo"]) is not None


def test_an_empty_list_and_a_huge_paste_come_back_with_a_sentence(
    pages: Pages, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    for text in ("", "  \n ", "x" * 200_001):
        ivan.post("classes.upload_list_submit", {"text": text}, status=422, class_id=room)


def test_a_link_is_made_for_learners_only(pages: Pages, session: Session, school: School) -> None:
    ivan, room, olga = pages.as_("ivan"), school.classes["Spring"], school.users["olga"]
    shown = ivan.post(
        "classes.reset_link", status=200, class_id=room, user_id=school.users["ana"]
    ).text
    assert "/password/" in shown
    with writing(session):
        session.add(ClassMemberRow(class_id=room, user_id=olga, role="student", created_at=START))
    ivan.post("classes.reset_link", status=409, class_id=room, user_id=olga)
    session.rollback()
    links = session.scalars(select(OneTimeLinkRow.user_id)).all()
    assert links == [school.users["ana"]]
    actions = session.scalars(select(AuditRow.action)).all()
    assert "reset_link_made" in actions


def test_a_learners_page_shows_her_work_and_no_review_cards(
    pages: Pages, session: Session, school: School
) -> None:
    ana = school.users["ana"]
    work.practice(session, ana, NOW, [1.0, 0.0, None])
    work.exam(session, ana, NOW, {"1": (8.0, 13)})
    work.chart(session, ana, NOW, 71.0)
    page = pages.as_("ivan").get(
        "classes.learner", class_id=school.classes["Spring"], user_id=ana
    ).text  # fmt: skip
    assert "1 of 2" in page
    assert "8 of 13" in page
    assert "71" in page
    assert "Practice by domain" in page


def test_the_pages_of_a_class_ask_as_often_for_forty_learners_as_for_five(
    pages: Pages, session: Session, school: School
) -> None:
    ivan, room = pages.as_("ivan"), school.classes["Spring"]
    made = work.assign(session, room, "practice", None, NOW, school.users["ivan"])
    addresses = [
        ("classes.index", {}),
        ("classes.room", {"class_id": room}),
        ("classes.assignment", {"assignment_id": made}),
    ]
    counts: list[list[int]] = []
    for n in (5, 35):
        learners(session, school, n)
        counts.append([])
        for endpoint, values in addresses:
            ivan.get(endpoint, **values)
            with count_queries(pages.app) as sent:
                ivan.get(endpoint, **values)
            counts[-1].append(sent.n)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16, counts
