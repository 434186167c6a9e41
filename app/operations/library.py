"""Content as learners get it: documents of the database as values, cached by immutable ids."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from app.domain.content.reader import read_body
from app.domain.content.values import ContentDocument, Kind
from app.domain.items.item import Item, items_from_body
from app.models import DocumentRow, KeyRow, VersionRow

MOST_CACHED = 4000


class UnreadableVersionError(RuntimeError):
    """A stored body cannot be read: the database was written by other code."""


@dataclass(frozen=True)
class Loaded:
    """One version of a document with the key in effect; ``key_id`` is None where none is kept."""

    document_id: int
    version_id: int
    key_id: int | None
    number: int
    content: ContentDocument = field(repr=False)

    @property
    def ref(self) -> str:
        return self.content.ref

    @property
    def title(self) -> str:
        return self.content.title

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The questions of an item document: one, or the members of a scenario set."""
        return items_from_body(self.content.data)


_cache: OrderedDict[tuple[int, int | None], Loaded] = OrderedDict()

# Tables, not classes: most pages send this, and the ORM's compilation would cost as much.
_versions = cast(Table, VersionRow.__table__).c
_keys = cast(Table, KeyRow.__table__).c
_newest_key = (
    select(func.max(_keys.id))
    .where(_keys.version_id == _versions.id, _keys.status == "in_effect")
    .correlate(VersionRow.__table__)
    .scalar_subquery()
)
_PAIRS = select(_versions.id, _newest_key).where(
    _versions.id.in_(bindparam("versions", expanding=True))
)


def load_versions(session: Session, version_ids: Iterable[int]) -> dict[int, Loaded]:
    """Versions by id, each with its key in effect; one SELECT, two when some are not cached."""
    wanted = set(version_ids)
    if not wanted:
        return {}
    pairs = session.execute(_PAIRS, {"versions": sorted(wanted)}).all()
    missing = [version for version, key in pairs if (version, key) not in _cache]
    if missing:
        _fill(session, missing)
    for version, key in pairs:
        _cache.move_to_end((version, key))
    found = {version: _cache[(version, key)] for version, key in pairs}
    while len(_cache) > MOST_CACHED:
        _cache.popitem(last=False)
    return found


def forget_all() -> None:
    """Empty the cache: after a database was restored its ids may mean something else."""
    _cache.clear()


def load_version(session: Session, version_id: int) -> Loaded:
    """One version; raises KeyError when there is none."""
    return load_versions(session, [version_id])[version_id]


def _fill(session: Session, version_ids: Sequence[int]) -> None:
    rows = session.execute(
        select(
            VersionRow.id,
            VersionRow.document_id,
            VersionRow.number,
            VersionRow.body,
            KeyRow.id,
            KeyRow.body,
            DocumentRow.kind,
            DocumentRow.path,
        )
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .outerjoin(KeyRow, KeyRow.id == _newest_key)
        .where(VersionRow.id.in_(version_ids))
    )
    for version, document, number, body, key, key_body, kind, path in rows:
        content, problems = read_body(cast(Kind, kind), key_body or body, path or "")
        if content is None:
            raise UnreadableVersionError(f"version {version}: {problems[0].message}")
        _cache[(version, key)] = Loaded(document, version, key, number, content)


def current(session: Session, kind: Kind, ref: str, state: str = "live") -> Loaded | None:
    """What learners get of the document with this ref; None when it is not in that state."""
    version = session.scalar(
        select(DocumentRow.current_version_id).where(
            DocumentRow.kind == kind, DocumentRow.ref == ref, DocumentRow.state == state
        )
    )
    return load_version(session, version) if version else None


def all_current(session: Session, kind: Kind) -> list[Loaded]:
    """What learners get of every live document of one kind, by ref."""
    versions = session.scalars(
        select(DocumentRow.current_version_id)
        .where(
            DocumentRow.kind == kind,
            DocumentRow.state == "live",
            DocumentRow.current_version_id.is_not(None),
        )
        .order_by(DocumentRow.ref)
    ).all()
    loaded = load_versions(session, [v for v in versions if v is not None])
    return [loaded[v] for v in versions if v is not None]
