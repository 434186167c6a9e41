"""Bank items: a question with its facts, the registry of types, and reading either from a body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

from app.domain.items.choices import MultipleResponse, SingleBest
from app.domain.items.fields import Fields, ItemFault, Problem
from app.domain.items.kinds import ItemType
from app.domain.items.numeric import Numeric

Level = Literal["recall", "application", "analysis"]
Purpose = Literal["mock", "practice"]
Status = Literal["draft", "in_review", "live", "retired"]

LEVELS: tuple[Level, ...] = get_args(Level)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
STATUSES: tuple[Status, ...] = get_args(Status)

ITEM_TYPES: Mapping[str, type[ItemType]] = {
    kind.type: kind for kind in (SingleBest, MultipleResponse, Numeric)
}
SET_TYPE = "scenario"
MAX_SET = 8

_REF = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TASK = re.compile(r"[1-9S]\.[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Source:
    """The one place that settles a dispute about the key; ``id`` stands in sources.yml."""

    id: str
    locator: str
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Angoff:
    """Ratings by rater: of 100 candidates who only just deserve to pass, how many are right."""

    ratings: tuple[tuple[str, int], ...]
    provisional: bool = True

    @property
    def mean(self) -> float:
        return sum(value for _, value in self.ratings) / len(self.ratings)


def raters_needed(purpose: str) -> int:
    """How many raters make an Angoff rating final: two, and three for an item of mock exams."""
    return 3 if purpose == "mock" else 2


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the bank knows of an item apart from the question itself.

    ``blind_agreed`` says whether a second person who answered blind came to the key; None
    when nobody has. Items of one ``family``, and ``enemies``, do not meet on a form.
    """

    ref: str
    task: str
    level: Level
    purpose: Purpose = "practice"
    status: Status = "draft"
    lesson: str = ""
    family: str = ""
    enemies: tuple[str, ...] = ()
    edition: str = ""
    source: Source | None = None
    angoff: Angoff | None = None
    negative: bool = False
    writer: str = ""
    blind_agreed: bool | None = None

    @property
    def domain(self) -> str:
        """The part of the task before its point: ``"1"`` to ``"6"``, or ``"S"``."""
        return self.task.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Item:
    """A bank item; a member of a scenario set has the set's ref, its place from 0, the exhibit."""

    facts: ItemFacts
    question: ItemType
    set_ref: str = ""
    position_in_set: int = 0
    exhibit: str = ""

    @property
    def ref(self) -> str:
        return self.facts.ref


def question_from_body(body: Mapping[str, Any]) -> ItemType:
    """The question alone, as in a lesson's check-yourself block; raises ItemFault."""
    fields = Fields(body)
    question = _read_question(fields)
    fields.check()
    return question


def from_body(body: Mapping[str, Any]) -> Item:
    """One bank item from its body; raises ItemFault with every problem.

    A member of a scenario set is read from what ``split_set`` made of the set's body.
    """
    fields = Fields(body)
    question = _read_question(fields)
    item = Item(
        facts=_read_facts(fields),
        question=question,
        set_ref=fields.text("set"),
        position_in_set=fields.integer("position_in_set", 0, MAX_SET - 1, 0),
        exhibit=fields.text("exhibit"),
    )
    fields.check()
    return item


def items_from_body(body: Mapping[str, Any]) -> tuple[Item, ...]:
    """All items of a bank file: one, or the members of a scenario set; raises ItemFault."""
    if body.get("type") != SET_TYPE:
        return (from_body(body),)
    items: list[Item] = []
    problems: list[Problem] = []
    for index, part in enumerate(split_set(body)):
        try:
            items.append(from_body(part))
        except ItemFault as fault:
            problems += [Problem(f"items.{index}.{p.field}", p.sentence) for p in fault.problems]
    if problems:
        raise ItemFault(problems)
    return tuple(items)


def split_set(body: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The members of a scenario set, each a body of its own with ``set``, ``exhibit`` and
    ``position_in_set``.

    Raises ItemFault where the set itself is at fault.
    """
    fields = Fields(body)
    ref = _read_ref(fields)
    exhibit = fields.text("exhibit", required=True)
    members = body.get("items")
    if not isinstance(members, list | tuple) or not 2 <= len(members) <= MAX_SET:
        fields.fault("items", f"A scenario set needs two to {MAX_SET} items.")
        members = ()
    for index, member in enumerate(members):
        if not isinstance(member, Mapping):
            fields.fault(f"items.{index}", "This must be a mapping of fields.")
    refs = [member.get("ref") for member in members if isinstance(member, Mapping)]
    if any(refs.count(one) > 1 for one in refs):
        fields.fault("items", "Two items of this set have the same ref.")
    fields.check()
    return tuple(
        {**member, "set": ref, "exhibit": exhibit, "position_in_set": index}
        for index, member in enumerate(members)
    )


def _read_question(fields: Fields) -> ItemType:
    kind = fields.one_of("type", ITEM_TYPES)
    return ITEM_TYPES.get(kind, SingleBest).read(fields)


def _read_facts(fields: Fields) -> ItemFacts:
    task = fields.text("task", required=True)
    if task and not _TASK.fullmatch(task):
        fields.fault("task", "This must be a task number such as '1.5'.")
    agreed = fields.child("blind")
    return ItemFacts(
        ref=_read_ref(fields),
        task=task,
        level=cast(Level, fields.one_of("level", LEVELS)),
        purpose=cast(Purpose, fields.one_of("purpose", PURPOSES, "practice")),
        status=cast(Status, fields.one_of("status", STATUSES, "draft")),
        lesson=fields.text("lesson"),
        family=fields.text("family"),
        enemies=fields.texts("enemies"),
        edition=fields.text("edition"),
        source=_read_source(fields),
        angoff=_read_angoff(fields),
        negative=fields.flag("negative"),
        writer=fields.text("writer"),
        blind_agreed=agreed.flag("agreed") if agreed.has("agreed") else None,
    )


def _read_ref(fields: Fields) -> str:
    ref = fields.text("ref", required=True)
    if ref and not _REF.fullmatch(ref):
        fields.fault("ref", "Use lower-case words joined by hyphens.")
    return ref


def _read_source(fields: Fields) -> Source | None:
    if not fields.has("source"):
        return None
    source = fields.child("source")
    return Source(source.text("id", required=True), source.text("locator"), source.day("checked"))


def _read_angoff(fields: Fields) -> Angoff | None:
    angoff = fields.child("angoff")
    ratings = tuple(
        (rating.text("rater", required=True), rating.integer("value", 0, 100))
        for rating in angoff.children("ratings")
    )
    return Angoff(ratings, angoff.flag("provisional")) if ratings else None
