"""A case for the grouper, read from a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, cast

from app.domain.charts.submissions import read_submission
from app.domain.payment.case import Case


class CaseFileError(ValueError):
    """The file is no case; ``problems`` are sentences that say where and what."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_case(path: Path) -> Case:
    """A submission with ``age`` in years, ``sex``, ``discharge_date`` and perhaps ``version``.

    Codes are taken in any case, with spaces, without the dot. Raises CaseFileError.
    """
    try:
        value = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise CaseFileError([f"The file is no JSON: {error}"]) from None
    submission, unread = read_submission(value)
    problems = [f"{problem.where} {problem.message}" for problem in unread]
    if not isinstance(value, Mapping):
        raise CaseFileError(problems)
    age, sex, version = value.get("age"), value.get("sex"), value.get("version")
    discharged = _day(value.get("discharge_date"))
    if not isinstance(age, int) or isinstance(age, bool):
        problems.append("age must be a whole number of years")
    if sex not in ("F", "M"):
        problems.append('sex must be "F" or "M"')
    if discharged is None:
        problems.append("discharge_date must be a day such as 2026-05-03")
    if version is not None and not isinstance(version, str):
        problems.append('version must be text such as "43.1"')
    if problems or discharged is None:
        raise CaseFileError(problems)
    return Case(
        diagnoses=submission.diagnoses,
        procedures=submission.procedures,
        age=cast(int, age),
        sex=cast(Literal["F", "M"], sex),
        discharge_status=submission.discharge_status,
        discharge_date=discharged,
        version=version,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
