"""Random codings, most of them near the key of the ulcer chart."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from app.domain.charts.submissions import Submission
from app.domain.payment.case import CodedDiagnosis, CodedProcedure
from tests.domain.charts.small_book import CM_TITLES, HEADINGS, PCS_AXES

cm_codes = st.sampled_from([*CM_TITLES, *HEADINGS, "K26.99", "0W3P8ZZ", "BANANA"])
pcs_codes = st.sampled_from([*PCS_AXES, "0W3P8ZX", "0W3P8", "K26.0"])
diagnoses = st.builds(CodedDiagnosis, cm_codes, st.sampled_from([None, "Y", "N", "U", "W"]))
procedures = st.builds(
    CodedProcedure, pcs_codes, st.sampled_from([None, date(2026, 6, 22), date(2026, 6, 23)])
)
submissions = st.builds(
    Submission,
    st.lists(diagnoses, max_size=8).map(tuple),
    st.lists(procedures, max_size=3).map(tuple),
    st.sampled_from(["", "01", "06"]),
)
