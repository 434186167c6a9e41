"""The coding that is right in every respect."""

from __future__ import annotations

from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart
from app.domain.payment.case import CodedDiagnosis, CodedProcedure


def key_submission(chart: Chart) -> Submission:
    """The key as a coding, in the key's order and without optional codes.

    Of several accepted POA indicators the first is taken; outside inpatient care there is none.
    """
    key, inpatient = chart.key, chart.encounter.inpatient
    return Submission(
        diagnoses=tuple(
            CodedDiagnosis(entry.code, entry.poa[0] if inpatient and entry.poa else None)
            for entry in key.diagnoses
        ),
        procedures=tuple(CodedProcedure(entry.code, entry.date) for entry in key.procedures),
        discharge_status=key.discharge_status,
    )
