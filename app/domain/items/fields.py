"""Reads the fields of a mapping and collects every problem with the path of its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; ``field`` is a path such as ``options.2.rationale`` (counted from 0)."""

    field: str
    sentence: str


class BodyFault(ValueError):  # noqa: N818  the product says fault
    """A body that cannot be read: ``field`` and ``sentence`` of the first problem, then all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.field = self.problems[0].field
        self.sentence = self.problems[0].sentence
        super().__init__("; ".join(f"{p.field}: {p.sentence}" for p in self.problems))


class ItemFault(BodyFault):
    """A body that is no item."""


class Fields:
    """A mapping read field by field; a missing or wrong one is noted and a stand-in returned.

    ``check`` raises the fault with all that was noted, by this reader and by its children.
    """

    def __init__(
        self, mapping: Mapping[str, Any], path: str = "", problems: list[Problem] | None = None
    ) -> None:
        self._mapping = mapping
        self._path = path
        self.problems: list[Problem] = [] if problems is None else problems

    def fault(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(f"{self._path}{name}", sentence))

    def check(self, fault: type[BodyFault] = ItemFault) -> None:
        if self.problems:
            raise fault(self.problems)

    def has(self, name: str) -> bool:
        return self._mapping.get(name) is not None

    def text(self, name: str, *, required: bool = False) -> str:
        value = self._mapping.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.fault(name, "This must be text; put it in quotes.")
            return ""
        if required and not value.strip():
            self.fault(name, "This is missing.")
        return value.strip()

    def flag(self, name: str) -> bool:
        value = self._mapping.get(name, False)
        if not isinstance(value, bool):
            self.fault(name, "This must be true or false.")
            return False
        return value

    def one_of(self, name: str, allowed: Iterable[str], default: str = "") -> str:
        value = self.text(name) or default
        if value not in allowed:
            self.fault(name, f"This must be one of {', '.join(sorted(allowed))}.")
        return value

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        value = self._mapping.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fault(name, f"This must be a whole number from {low} to {high}.")
            return low
        return value

    def decimal(self, name: str, default: str | None = None) -> Decimal:
        value = self._mapping.get(name, default)
        try:
            if isinstance(value, bool):
                raise InvalidOperation
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fault(name, "This must be a decimal number such as '5.6'.")
            return Decimal(0)
        return number

    def day(self, name: str) -> date | None:
        value = self._mapping.get(name)
        if value is None or value == "":
            return None
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(name, "This must be a date such as 2026-11-24.")
            return None

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._mapping.get(name) or []
        if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
            self.fault(name, "This must be a list of texts.")
            return ()
        return tuple(value)

    def child(self, name: str) -> Fields:
        """The mapping under ``name``, an empty one where there is none."""
        value = self._mapping.get(name)
        if value is not None and not isinstance(value, Mapping):
            self.fault(name, "This must be a mapping of fields.")
            value = None
        return Fields(value or {}, f"{self._path}{name}.", self.problems)

    def keys(self) -> tuple[str, ...]:
        return tuple(str(key) for key in self._mapping)

    def children(self, name: str) -> list[Fields]:
        """The mappings in the list under ``name``."""
        value = self._mapping.get(name) or []
        if not isinstance(value, list | tuple):
            self.fault(name, "This must be a list.")
            return []
        found = []
        for index, entry in enumerate(value):
            if isinstance(entry, Mapping):
                found.append(Fields(entry, f"{self._path}{name}.{index}.", self.problems))
            else:
                self.fault(f"{name}.{index}", "This must be a mapping of fields.")
        return found
