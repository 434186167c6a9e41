"""What the learners did, written by the services that real learners use."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo.school import School
from app.domain.careers.outcomes import Outcome
from app.domain.charts.solution import key_submission
from app.domain.charts.worksheet import Sheet, SheetRow
from app.domain.items.item import Item
from app.features.careers import service as careers
from app.features.charts import queries as chart_queries
from app.features.charts import service as charts
from app.features.charts.submitting import submit
from app.features.courses import service as courses
from app.features.exams import saving
from app.features.exams import service as exams
from app.features.exams.closing import close
from app.models import AnswerRow
from app.operations.charts import chart_of
from app.operations.library import Loaded, all_current, load_versions
from app.reference import open_book, open_grouper

SAT_MOCK = 45


@dataclass(frozen=True)
class Teller:
    """Writes histories: the session, a seeded generator, and the moment they lead up to."""

    session: Session
    rng: Random
    now: datetime
    data_dir: Path

    @property
    def edition(self) -> str:
        return open_book(self.data_dir).editions()["cm"]

    def ago(self, most: float, least: float = 0.5) -> datetime:
        """A moment between ``most`` and ``least`` days ago."""
        return self.now - timedelta(days=self.rng.uniform(least, most))


def write_histories(session: Session, data_dir: Path, school: School, now: datetime) -> None:
    """Lessons, mock exams, charts, consents and outcomes, the same for the same day."""
    teller = Teller(session, Random(2), now, data_dir)  # noqa: S311
    _lessons(teller, school)
    for n, user in enumerate(school.learners[:SAT_MOCK]):
        _mock(teller, school, user, n)
    _charts(teller, school)
    _careers(teller, school)


def _lessons(teller: Teller, school: School) -> None:
    lessons = all_current(teller.session, "lesson")
    for n, user in enumerate(school.learners):
        for lesson in lessons[: 4 if n == 0 else teller.rng.randint(0, len(lessons))]:
            courses.mark_done(teller.session, user, lesson, teller.ago(40, 2))
    courses.save_place(
        teller.session, school.learners[0], lessons[4], "", teller.now - timedelta(hours=20)
    )


def _chance(strength: float, item: Item) -> float:
    """The chance that a learner of this strength is right, from the item's Angoff rating."""
    rating = item.facts.angoff.mean / 100 if item.facts.angoff else 0.6
    return 1 / (1 + math.exp(-(strength - 0.4) - math.log(rating / (1 - rating))))


def _values(teller: Teller, strength: float, item: Item) -> tuple[str, ...]:
    """What the learner would send: the answer, or something else."""
    question, rng = item.question, teller.rng
    options = question.present(question.order(0)).options
    right = tuple(str(o.index) for o in question.explain(None, question.order(0)).options
                  if o.correct)  # fmt: skip
    if not options or rng.random() < _chance(strength, item):
        return right
    others = [o.value for o in options if o.value not in right]
    return tuple(rng.sample(others, min(len(right), len(others))))


def _mock(teller: Teller, school: School, user: int, n: int) -> None:
    """One short mock exam, as the class's assignment where there is one."""
    session, began = teller.session, teller.ago(25, 1)
    assigned = school.assignments["form"] if n % 3 == 0 else None
    sitting = exams.start(session, "rhit-short", user, 100 + n, began, assigned)
    places = session.execute(
        select(AnswerRow.position, AnswerRow.version_id, AnswerRow.position_in_set)
        .where(AnswerRow.sitting_id == sitting)
        .order_by(AnswerRow.position)
    ).all()
    versions = load_versions(session, [place.version_id for place in places])
    at = began
    for place in places:
        at += timedelta(seconds=teller.rng.uniform(25, 90))
        item = versions[place.version_id].items[place.position_in_set]
        sent = saving.SentSave(
            save_id=f"demo-{place.position}",
            revision=0,
            values=_values(teller, school.strength[user], item),
            seconds=int(teller.rng.uniform(25, 90)),
        )
        saving.save(session, sitting, place.position, user, sent, at)
    close(session, sitting, at + timedelta(seconds=30))


def _charts(teller: Teller, school: School) -> None:
    """Every second learner has coded one to three charts; Ana has one open."""
    documents = [c for c in all_current(teller.session, "chart") if not chart_of(c).sample]
    for user in school.learners[::2]:
        for loaded in documents[: teller.rng.randint(1, 3)]:
            _code(teller, school, user, loaded, teller.ago(18, 1))
    _open_chart(teller, school.learners[0], documents[-1])


def _code(teller: Teller, school: School, user: int, loaded: Loaded, at: datetime) -> None:
    session, chart = teller.session, chart_of(loaded)
    attempt_id = charts.begin(
        session, user, loaded.document_id, loaded.version_id, teller.edition, None, at
    )
    found = chart_queries.attempt(session, attempt_id)
    keyed = key_submission(chart)
    slips = max(0, round(2 - school.strength[user] + teller.rng.uniform(-1, 1)))
    diagnoses = list(keyed.diagnoses)
    for _ in range(min(slips, len(diagnoses) - 1)):
        diagnoses.pop(teller.rng.randrange(1, len(diagnoses)))
    sheet = Sheet(
        tuple(SheetRow(n, d.code, d.poa) for n, d in enumerate(diagnoses, 1)),
        tuple(SheetRow(50 + n, p.code, date=p.date) for n, p in enumerate(keyed.procedures)),
        keyed.discharge_status,
    )
    found = charts.save(session, found, found.revision, "demo-1", sheet, at)
    book, grouper = open_book(teller.data_dir), open_grouper(teller.data_dir)
    submit(session, found, found.revision, book, grouper, at + timedelta(minutes=24))


def _open_chart(teller: Teller, user: int, loaded: Loaded) -> None:
    at = teller.now - timedelta(hours=3)
    attempt_id = charts.begin(
        teller.session, user, loaded.document_id, loaded.version_id, teller.edition, None, at
    )
    found = chart_queries.attempt(teller.session, attempt_id)
    first = key_submission(chart_of(loaded)).diagnoses[-1]
    sheet = Sheet((SheetRow(1, first.code, first.poa),))
    charts.save(teller.session, found, found.revision, "demo-1", sheet, at)


def _careers(teller: Teller, school: School) -> None:
    """Two of three learners share something; a few have graduated, sat, found work."""
    now = teller.now
    for n, user in enumerate(school.learners):
        if n % 3 != 1:
            scopes = ("lessons", "charts", "practice")[: teller.rng.randint(1, 3)]
            last = (now + timedelta(days=120)).date()
            ends = now + timedelta(days=120)
            careers.grant_consent(
                teller.session, user, school.office, scopes, last, ends, now - timedelta(days=9),
                (now - timedelta(days=9)).date(),
            )  # fmt: skip
        if n >= 48:
            _outcomes(teller, school, user, n)


def _outcomes(teller: Teller, school: School, user: int, n: int) -> None:
    today = teller.now.date()
    facts = [Outcome("graduated", True, today - timedelta(days=50), "registrar's list")]
    if n % 2 == 0:
        facts.append(Outcome("exam_sat", True, today - timedelta(days=30), "learner's message"))
        facts.append(Outcome("exam_passed", n % 4 == 0, today - timedelta(days=30), "score report"))
    if n % 4 == 0:
        facts.append(_employed(today))
    for fact in facts:
        careers.enter_outcome(
            teller.session, user, school.programme, fact, None, school.officer, teller.now, today
        )


def _employed(today: date) -> Outcome:
    return Outcome("employed_in_field", True, today - timedelta(days=10), "employer's letter")
