"""The second MS-DRG grouper, of the development set, against which keys are checked."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from app.domain.payment.case import Case

GroupWith = Callable[[Case], str | None]
_VERSION = "v43.1"


def second_grouper() -> GroupWith | None:
    """The DRG of a case by drgpy, None as the function where it is not installed.

    It takes codes without dots and no indicator for exempt codes, which count as present.
    """
    if find_spec("drgpy") is None:
        return None
    engine = import_module("drgpy.msdrg").DRGEngine(version=_VERSION)

    def group(case: Case) -> str | None:
        drg = engine.get_drg(
            [row.code.replace(".", "") for row in case.diagnoses],
            [row.code for row in case.procedures],
            gender=case.sex,
            is_alive=case.discharge_status != "20",
            poa=[row.poa or "Y" for row in case.diagnoses],
            discharge_status=case.discharge_status,
        )
        return None if drg == "000" else str(drg)

    return group
