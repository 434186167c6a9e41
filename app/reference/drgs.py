"""Reads MS-DRG weights and titles (IPPS Table 5) and the CC and MCC lists (Tables 6I, 6J)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.domain.codesets.values import Severity
from app.domain.payment.drg import Drg

WEIGHTS_EDITION = "FY2026 final rule, Table 5"

_SMALL = frozenset(
    {"a", "and", "as", "at", "by", "except", "for", "from", "in", "of", "on", "or", "the", "to"}
    | {"with", "without"}
)
_KEPT = frozenset(
    {"AICD", "AMA", "AMI", "C.D.E.", "CAR", "CC", "CNS", "ECMO", "GI", "HIV", "MCC", "MV", "O.R."}
    | {"PTCA", "TPA", "URI"}
)
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_WORD = re.compile(r"[A-Z][A-Z.']*")


def read_drgs(weights: Path, mdc: Path) -> Iterator[Drg]:
    """Every MS-DRG of the table; stays are in days."""
    divisions = {row[0]: row[1].replace(" And ", " and ") for row in _rows(mdc, ",")}
    divisions["PRE"] = "Pre-MDC"
    for row in _rows(weights, "\t"):
        if re.fullmatch(r"\d{3}", row[0].strip()):
            yield _drg([cell.strip() for cell in row], divisions)


def _drg(row: list[str], divisions: dict[str, str]) -> Drg:
    number, post_acute, special, mdc, kind, title, before, capped, geometric, arithmetic = row[:10]
    return Drg(
        number=number,
        title=in_title_case(title),
        mdc=mdc,
        mdc_title=divisions.get(mdc, ""),
        type=kind if kind in ("MED", "SURG") else "",
        weight=_decimal(capped),
        weight_before_cap=_decimal(before),
        geometric_mean_stay=_decimal(geometric),
        arithmetic_mean_stay=_decimal(arithmetic),
        post_acute=post_acute == "Yes",
        special_pay=special == "Yes",
        edition=WEIGHTS_EDITION,
    )


def read_severities(cc: Path, mcc: Path) -> dict[str, Severity]:
    """CC or MCC by ICD-10-CM code with its dot."""
    levels: dict[str, Severity] = {}
    for path, level in ((cc, "CC"), (mcc, "MCC")):
        for row in _rows(path, "\t"):
            if row and _CODE.fullmatch(row[0].strip()):
                levels[row[0].strip()] = "MCC" if level == "MCC" else "CC"
    return levels


def in_title_case(printed: str) -> str:
    """A title that the table prints in capitals, in title case with abbreviations kept."""
    title = _WORD.sub(lambda match: _cased(match.group()), printed)
    return title[:1].upper() + title[1:]


def _cased(word: str) -> str:
    if word in _KEPT:
        return word
    return word.lower() if word.lower() in _SMALL else word.capitalize()


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding="latin-1", newline="") as file:
        yield from csv.reader(file, delimiter=delimiter)
