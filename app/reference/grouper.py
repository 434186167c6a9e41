"""The MS-DRG grouper: a case in, the group with weight, stays and what each code counted for."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from msdrg import GroupResult, MsdrgGrouper

from app.domain.payment.case import Case, CodedDiagnosis, Grouping, SecondarySeverity
from app.reference.book import SqliteCodeBook, open_book
from app.reference.case_edits import case_edits
from app.reference.sources import EDITION, EDITION_FIRST_DAY, EDITION_LAST_DAY

_VERSIONS = {"43.0": 430, "43.1": 431}
_EDITIONS = {"43.0": "FY2026, grouper 43.0", "43.1": f"{EDITION}, grouper 43.1"}
_FIRST_DAY_OF_UPDATE = date(2026, 4, 1)
_LEVELS: dict[str, Literal["CC", "MCC"]] = {"CC": "CC", "MCC": "MCC"}
_NOT_COUNTED = frozenset({"EXCLUDED", "DEATH_EXCLUSION"})
_REFUSALS = {
    "INVALID_PDX": "The grouper does not know the principal diagnosis.",
    "DX_CANNOT_BE_PDX": "The first code cannot be a principal diagnosis.",
    "HAC_MISSING_ONE_POA": "A code of a hospital-acquired condition needs its POA indicator.",
}
_INVALID_AS_PRINCIPAL = "998"


def open_grouper(data_dir: Path) -> MsDrgGrouper:
    """The grouper of this process, on the code book in ``data_dir``.

    Raises CodeBookMissing where the book was not built yet.
    """
    return _on_book(open_book(data_dir))


@lru_cache(maxsize=2)
def _on_book(book: SqliteCodeBook) -> MsDrgGrouper:
    return MsDrgGrouper(book)


@lru_cache(maxsize=1)
def _native() -> MsdrgGrouper:
    """The one native instance of the process; it complains at exit unless it is closed."""
    native = MsdrgGrouper()
    atexit.register(native.close)
    return native


class MsDrgGrouper:
    """Groups inpatient cases of FY2026; implements ``app.domain.payment.case.Grouper``."""

    def __init__(self, book: SqliteCodeBook) -> None:
        self._book = book

    def group(self, case: Case) -> Grouping:
        """Group one case; ``drg`` is None where a code is refused, and ``edits`` say which.

        Discharges before April 2026 are grouped by version 43.0, later ones by 43.1, unless the
        case names one of them. Raises ValueError for a discharge date outside FY2026 and for
        another version.
        """
        version = _version(case)
        edits = tuple(case_edits(case, self._book))
        if edits:
            return _refused(edits, version)
        return self._grouping(case, _native().group(self._claim(case, version)), version)

    def _claim(self, case: Case, version: str) -> Any:
        principal, *others = (self._diagnosis(diagnosis) for diagnosis in case.diagnoses)
        return {
            "version": _VERSIONS[version],
            "age": case.age,
            "sex": 1 if case.sex == "F" else 0,
            "discharge_status": int(case.discharge_status),
            "pdx": principal,
            "sdx": others,
            "procedures": [{"code": procedure.code} for procedure in case.procedures],
        }

    def _diagnosis(self, diagnosis: CodedDiagnosis) -> dict[str, str]:
        """Without dot; an exempt code counts as present, since the grouper knows no exemption."""
        poa = "Y" if self._book.poa_exempt(diagnosis.code) else diagnosis.poa
        bare = diagnosis.code.replace(".", "")
        return {"code": bare, "poa": poa} if poa else {"code": bare}

    def _grouping(self, case: Case, result: GroupResult, version: str) -> Grouping:
        drg = self._book.drg(f"{result['final_drg'] or 0:03d}")
        if drg is None:
            return _refused((f"The grouper gave no group ({result['return_code']}).",), version)
        return Grouping(
            drg=drg.number,
            initial_drg=f"{result['initial_drg'] or 0:03d}",
            title=drg.title,
            mdc="PRE" if drg.mdc == "PRE" else f"{result['final_mdc'] or 0:02d}",
            type=drg.type,
            weight=drg.weight,
            edition=_EDITIONS[version],
            secondary=_severities(case, result),
            hac=tuple(dict.fromkeys(_hospital_acquired(result))),
            edits=_result_edits(result, drg.number),
            geometric_mean_stay=drg.geometric_mean_stay,
            arithmetic_mean_stay=drg.arithmetic_mean_stay,
            post_acute=drg.post_acute,
        )


def _version(case: Case) -> str:
    if not EDITION_FIRST_DAY <= case.discharge_date <= EDITION_LAST_DAY:
        raise ValueError(
            f"The installed edition groups discharges from {EDITION_FIRST_DAY} to"
            f" {EDITION_LAST_DAY}; {case.discharge_date} is outside of it."
        )
    version = case.version or ("43.1" if case.discharge_date >= _FIRST_DAY_OF_UPDATE else "43.0")
    if version not in _VERSIONS:
        raise ValueError(f"There is no grouper {version!r}; choose {' or '.join(_VERSIONS)}.")
    return version


def _refused(edits: tuple[str, ...], version: str) -> Grouping:
    return Grouping(
        drg=None,
        initial_drg=None,
        title="",
        mdc="",
        type="",
        weight=None,
        edition=_EDITIONS[version],
        edits=edits,
    )


def _severities(case: Case, result: GroupResult) -> tuple[SecondarySeverity, ...]:
    """In the order of the case; the grouper returns them in an order of its own."""
    outputs = {output["code"]: output for output in result["sdx_output"]}
    found = []
    for diagnosis in case.diagnoses[1:]:
        output = outputs[diagnosis.code.replace(".", "")]
        excluded = not _NOT_COUNTED.isdisjoint(output["flags"])
        found.append(SecondarySeverity(diagnosis.code, _LEVELS.get(output["severity"]), excluded))
    return tuple(found)


def _hospital_acquired(result: GroupResult) -> Iterator[str]:
    """Hospital-acquired conditions whose criteria are met: ``"HAC 04: Stage III and IV …"``."""
    for output in result["sdx_output"]:
        for hac in output["hacs"]:
            if hac["hac_status"] == "HAC_CRITERIA_MET":
                yield f"HAC {hac['hac_number']:02d}: {hac['description']}"


def _result_edits(result: GroupResult, number: str) -> tuple[str, ...]:
    code = result["return_code"]
    if code != "OK":
        return (_REFUSALS.get(code, f"The grouper refuses the case ({code})."),)
    if number == _INVALID_AS_PRINCIPAL:
        return ("The principal diagnosis is invalid as a discharge diagnosis.",)
    return ()
