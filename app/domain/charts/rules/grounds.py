"""What every rule looks at: chart, coding, code book, and which codes stand for which."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.charts.faults import Fault, fault_of
from app.domain.charts.matching import Matching, match_diagnoses, match_procedures
from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart, KeyEntry, WrongCode
from app.domain.codesets.values import CodeBook, CodeEntry, System
from app.domain.payment.case import CodedDiagnosis


@dataclass(frozen=True, slots=True)
class Grounds:
    """The grounds of one grading."""

    chart: Chart
    submission: Submission
    book: CodeBook
    diagnoses: Matching
    procedures: Matching
    _wrong: dict[tuple[System, str], WrongCode] = field(repr=False)
    _entries: dict[tuple[System, str], CodeEntry | None] = field(repr=False)

    @property
    def outpatient(self) -> bool:
        return self.chart.encounter.outpatient

    def matching(self, system: System) -> Matching:
        return self.diagnoses if system == "cm" else self.procedures

    def wrong(self, system: System, code: str) -> WrongCode | None:
        """What the key says of a code that learners wrongly choose."""
        return self._wrong.get((system, code))

    def entry(self, system: System, code: str) -> CodeEntry | None:
        """The code in the book, looked up once a grading."""
        if (system, code) not in self._entries:
            self._entries[system, code] = self.book.entry(system, code)
        return self._entries[system, code]

    def fault(self, system: System, code: str) -> Fault | None:
        """Why the code may not be reported on the day of discharge."""
        return fault_of(self.book, system, code, self.chart.discharge_date)

    def title(self, system: System, code: str) -> str:
        entry = self.entry(system, code)
        return entry.title if entry else ""

    def named(self, system: System, code: str) -> str:
        """The code with its title: ``"D62 (Acute posthemorrhagic anemia)"``."""
        title = self.title(system, code)
        return f"{code} ({title})" if title else code


def grounds_of(chart: Chart, submission: Submission, book: CodeBook) -> Grounds:
    """Pair the coding with the key of the chart."""

    def poa_right(entry: KeyEntry, row: CodedDiagnosis) -> bool:
        return poa_due(chart, entry) and poa_accepted(entry, row, book)

    wrong: dict[tuple[System, str], WrongCode] = {}
    for item in chart.key.wrong:
        wrong.setdefault((item.system, item.code), item)
    return Grounds(
        chart,
        submission,
        book,
        match_diagnoses(chart.key, submission.diagnoses, poa_right),
        match_procedures(chart.key, submission.procedures),
        wrong,
        {},
    )


def poa_due(chart: Chart, entry: KeyEntry) -> bool:
    """Whether an indicator is reported for an entry: acute inpatient care, and not exempt."""
    return chart.encounter.inpatient and bool(entry.poa)


def poa_accepted(entry: KeyEntry, row: CodedDiagnosis, book: CodeBook) -> bool:
    """Whether the indicator is one of the key's, or is rightly blank since the code is exempt."""
    if row.poa is None:
        return book.poa_exempt(row.code)
    return row.poa in entry.poa
