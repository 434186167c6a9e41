"""What the page of one practice question reads: few SELECTs, prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session

from app.domain.content.values import Sources
from app.domain.items.item import Item
from app.domain.items.values import PRACTICE_RULE, Response, Verdict
from app.features.practice.errors import UnknownError
from app.models import AnswerRow, DocumentRow, MarkRow, SittingRow, VersionRow
from app.operations.library import Loaded, load_version
from app.operations.practice_pool import PracticeSpec

FEWEST_FOR_SHARE = 30
"""First answers that a question needs before their shares are shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the set; ``state`` is empty until its answer was checked."""

    position: int
    answered: bool
    checked: bool
    points: float

    @property
    def state(self) -> str:
        if not self.checked:
            return ""
        if self.points >= 1:
            return "right"
        return "partly" if self.points > 0 else "wrong"


@dataclass(frozen=True, slots=True)
class Place:
    """One question of a set with what is stored of it, and the set around it."""

    sitting_id: int
    position: int
    spec: PracticeSpec
    closed: bool
    starred: bool
    document_id: int
    version_id: int
    item: Item
    position_in_set: int
    option_order: str
    response: Response | None
    checked: bool
    confidence: str
    revision: int
    cells: tuple[Cell, ...]

    @property
    def told(self) -> bool:
        """Whether key and rationales may be shown."""
        return self.checked or self.closed

    @property
    def verdict(self) -> Verdict:
        return self.item.question.score(self.response, PRACTICE_RULE)

    @property
    def following(self) -> int | None:
        """The next place without an answer, from here on to the end, then from the start."""
        after = self.cells[self.position :] + self.cells[: self.position - 1]
        return next((cell.position for cell in after if not cell.answered), None)


@dataclass(frozen=True, slots=True)
class Shares:
    """How all learners answered this question first; ``masks`` counts the chosen options."""

    n: int
    right: int
    masks: tuple[tuple[int, int], ...]

    def of(self, option: int) -> float:
        return sum(count for mask, count in self.masks if mask >> option & 1) / self.n


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the answer is settled and where it is taught; addresses are empty where none is."""

    source: str
    locator: str
    kind: str
    url: str
    lesson: str
    lesson_title: str


_version_here = (
    select(AnswerRow.version_id)
    .where(
        AnswerRow.sitting_id == bindparam("sitting_id"), AnswerRow.position == bindparam("position")
    )
    .scalar_subquery()
)
_SITTING = select(
    SittingRow.spec,
    SittingRow.state,
    exists()
    .where(
        MarkRow.user_id == SittingRow.user_id,
        MarkRow.kind == "star",
        MarkRow.document_id == VersionRow.document_id,
        VersionRow.id == _version_here,
    )
    .correlate(SittingRow),
).where(SittingRow.id == bindparam("sitting_id"))

_ANSWERS = (
    select(
        AnswerRow.position,
        AnswerRow.version_id,
        AnswerRow.position_in_set,
        AnswerRow.option_order,
        AnswerRow.response,
        AnswerRow.points,
        AnswerRow.checked_at.is_not(None),
        AnswerRow.confidence,
        AnswerRow.revision,
    )
    .where(AnswerRow.sitting_id == bindparam("sitting_id"))
    .order_by(AnswerRow.position)
)

_first = (
    select(
        AnswerRow.choice_mask,
        AnswerRow.points,
        func.row_number()
        .over(
            partition_by=SittingRow.user_id, order_by=(AnswerRow.checked_at, AnswerRow.sitting_id)
        )
        .label("nth"),
    )
    .join(SittingRow, SittingRow.id == AnswerRow.sitting_id)
    .where(
        AnswerRow.version_id == bindparam("version_id"),
        AnswerRow.position_in_set == bindparam("position_in_set"),
        AnswerRow.checked_at.is_not(None),
    )
    .subquery()
)
_SHARES = (
    select(
        _first.c.choice_mask,
        func.count(),
        func.sum(case((_first.c.points >= 1, 1), else_=0)),
    )
    .where(_first.c.nth == 1)
    .group_by(_first.c.choice_mask)
)

_BASIS = select(DocumentRow.kind, DocumentRow.title, DocumentRow.current_version_id).where(
    DocumentRow.state == "live",
    or_(
        DocumentRow.kind == "sources",
        (DocumentRow.kind == "lesson") & (DocumentRow.ref == bindparam("lesson")),
    ),
)


def place(session: Session, sitting_id: int, position: int) -> Place:
    """One question of a set; raises UnknownError when the set has no such place."""
    sitting = session.execute(_SITTING, {"sitting_id": sitting_id, "position": position}).first()
    rows = session.execute(_ANSWERS, {"sitting_id": sitting_id}).all()
    if sitting is None or not 1 <= position <= len(rows):
        raise UnknownError
    here = rows[position - 1]
    loaded = load_version(session, here[1])
    return Place(
        sitting_id=sitting_id,
        position=position,
        spec=PracticeSpec.from_dict(sitting[0]),
        closed=sitting[1] == "closed",
        starred=sitting[2],
        document_id=loaded.document_id,
        version_id=here[1],
        item=loaded.items[here[2]],
        position_in_set=here[2],
        option_order=here[3],
        response=Response.from_json(here[4]) if here[4] else None,
        checked=bool(here[6]),
        confidence=here[7] or "",
        revision=here[8],
        cells=tuple(_cell(row) for row in rows),
    )


def _cell(row: Any) -> Cell:
    return Cell(row[0], row[4] is not None, bool(row[6]), row[5] or 0.0)


def shares(session: Session, place: Place) -> Shares | None:
    """How learners answered this version first; None where too few did to tell anything."""
    rows = session.execute(
        _SHARES, {"version_id": place.version_id, "position_in_set": place.position_in_set}
    ).all()
    n = sum(row[1] for row in rows)
    if n < FEWEST_FOR_SHARE:
        return None
    return Shares(n, sum(int(row[2]) for row in rows), tuple((row[0], row[1]) for row in rows))


def basis(session: Session, item: Item) -> Basis | None:
    """The source of an item and its lesson, as far as they stand in the library."""
    facts = item.facts
    lesson_title, known = "", {}
    for kind, title, version in session.execute(_BASIS, {"lesson": facts.lesson}):
        if kind == "lesson":
            lesson_title = title
        elif version is not None:
            known = _sources(load_version(session, version))
    if facts.source is None and not lesson_title:
        return None
    cited = facts.source
    source = known.get(cited.id) if cited else None
    return Basis(
        source=source.title if source else (cited.id if cited else ""),
        locator=cited.locator if cited else "",
        kind=source.kind if source else "",
        url=source.url if source else "",
        lesson=facts.lesson if lesson_title else "",
        lesson_title=lesson_title,
    )


def _sources(loaded: Loaded) -> dict[str, Any]:
    value = loaded.content.value
    return {one.id: one for one in value.sources} if isinstance(value, Sources) else {}
