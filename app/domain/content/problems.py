"""What reading and linting find: a problem with its file, line, rule and sentence."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding; ``line`` counts from 1, ``rule`` is a name of the lint or ``schema``."""

    path: str
    line: int
    rule: str
    message: str

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)
