"""Runs the lint over the sample library with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.codesets.values import CodeEntry, Note, SearchResult, System
from app.domain.content.lint.findings import Context
from app.domain.content.lint.run import Report, lint
from app.domain.content.reader import canonical_files, read_tree
from app.domain.payment.case import Case, Grouping
from tests.domain.content.samples import SINGLE_PATH, library_files

TODAY = date(2026, 11, 24)


@dataclass
class SmallBook:
    """A code book of a few codes."""

    codes: frozenset[str] = frozenset({"K26.0", "D62", "0W3P8ZZ", "K92.1", "I21.4"})
    exempt: frozenset[str] = frozenset()
    excluded: tuple[frozenset[str], ...] = ()

    def entry(self, system: System, code: str) -> CodeEntry | None:
        return None

    def valid(self, system: System, code: str, on: date) -> bool:
        return code in self.codes

    def exists(self, system: System, code: str) -> bool:
        return code in self.codes

    def excludes1(self, one: str, other: str) -> Note | None:
        if frozenset({one, other}) in self.excluded:
            return Note("excludes1", f"not with {other}", one)
        return None

    def poa_exempt(self, code: str) -> bool:
        return code in self.exempt

    def search(
        self, text: str, system: System | None = None, limit: int = 20
    ) -> Sequence[SearchResult]:
        return ()


@dataclass
class SmallGrouper:
    """A grouper that gives one DRG, and keeps the cases that it saw."""

    drg: str | None = "378"
    cases: list[Case] = field(default_factory=list)

    def group(self, case: Case) -> Grouping:
        self.cases.append(case)
        edits = () if self.drg else ("code is not valid",)
        return Grouping(self.drg, self.drg, "", "06", "MED", Decimal(1), "v43.1", edits=edits)


def lint_of(
    files: dict[str, str],
    book: SmallBook | None = None,
    grouper: SmallGrouper | None = None,
    second: Callable[[Case], str | None] | None = None,
) -> Report:
    files = files | canonical_files(files)
    return lint(Context(read_tree(files), TODAY, book, grouper, second))


def changed(path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    files = library_files()
    for old, new in pairs:
        assert old in files[path], old
        files[path] = files[path].replace(old, new)
    return files


def rules_of(report: Report) -> set[str]:
    """Names of rules, in lower case where they only warn."""
    return {one.rule for one in report.problems} | {one.rule.lower() for one in report.warnings}


def single(*pairs: tuple[str, str]) -> set[str]:
    """What the lint says of the sample's item with one best answer once it is changed."""
    return rules_of(lint_of(changed(SINGLE_PATH, *pairs))) - KNOWN


KNOWN = {"skeleton", "length", "reading-level"}
