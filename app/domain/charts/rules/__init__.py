"""The grader's rules; each takes the grounds of a grading and yields its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.domain.charts.findings import Finding
from app.domain.charts.rules.accepted import accepted_codes
from app.domain.charts.rules.encounter import discharge_status, procedure_dates
from app.domain.charts.rules.excludes import excludes1
from app.domain.charts.rules.grounds import Grounds
from app.domain.charts.rules.missed import missed_codes
from app.domain.charts.rules.near import near_diagnoses, near_procedures
from app.domain.charts.rules.poa import poa_indicators
from app.domain.charts.rules.principal import first_place
from app.domain.charts.rules.sequence import code_first, key_sequence
from app.domain.charts.rules.unmatched import unmatched_codes

Rule = Callable[[Grounds], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    first_place,
    missed_codes,
    near_diagnoses,
    near_procedures,
    unmatched_codes,
    poa_indicators,
    key_sequence,
    code_first,
    excludes1,
    procedure_dates,
    discharge_status,
    accepted_codes,
)
