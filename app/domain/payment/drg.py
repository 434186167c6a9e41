"""A Medicare severity diagnosis-related group as the payment tables print it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Drg:
    """One MS-DRG of IPPS Table 5; stays are mean days, ``weight`` has the 10 % cap applied.

    ``type`` is ``"MED"`` or ``"SURG"``; weights and stays are None where the table has none.
    """

    number: str
    title: str
    mdc: str
    mdc_title: str
    type: str
    weight: Decimal | None
    weight_before_cap: Decimal | None
    geometric_mean_stay: Decimal | None
    arithmetic_mean_stay: Decimal | None
    post_acute: bool
    special_pay: bool
    edition: str
