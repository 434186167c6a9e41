"""Present on admission indicators (Appendix I), judged at the inpatient order."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import QUARTER, Finding
from app.domain.charts.guidelines import APPENDIX_I
from app.domain.charts.rules.grounds import Grounds, poa_accepted, poa_due
from app.domain.charts.values import KeyEntry
from app.domain.payment.case import CodedDiagnosis, Poa

_MEANS: dict[Poa, str] = {
    "Y": "present at the inpatient order",
    "N": "not present at the inpatient order",
    "U": "the record cannot tell",
    "W": "the provider cannot tell",
}


def poa_indicators(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each indicator that is wrong, missing, or given for an exempt code.

    Only codes that stand for a code of the key are judged. An indicator for an exempt code
    costs nothing, as none was due.
    """
    if not grounds.chart.encounter.inpatient:
        return
    for match in grounds.diagnoses.matches:
        entry = grounds.diagnoses.entries[match.entry]
        row = grounds.submission.diagnoses[match.position]
        if poa_due(grounds.chart, entry):
            if not poa_accepted(entry, row, grounds.book):
                yield _not_accepted(grounds, entry, row)
        elif row.poa and grounds.book.poa_exempt(row.code):
            yield _exempt(grounds, entry, row)


def _not_accepted(grounds: Grounds, entry: KeyEntry, row: CodedDiagnosis) -> Finding:
    due = " or ".join(f"{letter} ({_MEANS[letter]})" for letter in entry.poa)
    named = grounds.named("cm", row.code)
    if row.poa:
        message = f"You reported {row.poa} ({_MEANS[row.poa]}) for {named}; "
    else:
        message = f"{named} has no indicator; "
    message += f"by Appendix I of the guidelines the record asks for {due}: {entry.why}"
    return Finding(
        "poa_wrong" if row.poa else "poa_missing",
        row.code,
        " or ".join(entry.poa),
        APPENDIX_I,
        message,
        entry.evidence,
        lost=QUARTER,
    )


def _exempt(grounds: Grounds, entry: KeyEntry, row: CodedDiagnosis) -> Finding:
    message = (
        f"{grounds.named('cm', row.code)} is exempt from present on admission reporting by "
        f"Appendix I of the guidelines, so its indicator stays blank in place of {row.poa}."
    )
    return Finding("poa_exempt", row.code, "", APPENDIX_I, message, entry.evidence)
