"""What an MS-DRG pays under the Medicare inpatient prospective payment system, in cents.

The operating payment shown to learners is the national operating standardized amount times the
relative weight, before wage index, teaching, low-income, new technology and outlier payments
(42 CFR 412.64). The capital rate is kept beside it and is not part of the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import cast

METHOD = "operating base rate x relative weight, before wage index"


@dataclass(frozen=True, slots=True)
class BaseRates:
    """Amounts in cents of a file of ``content/rates``, in force from ``start`` to ``end``."""

    title: str
    operating: int
    capital: int
    start: date
    end: date
    source: str

    def in_force(self, on: date) -> bool:
        """Whether a discharge on that day is paid by these rates."""
        return self.start <= on <= self.end


def read_rates(rates: Mapping[str, object]) -> BaseRates:
    """Rates from the values of their file.

    Raises ValueError where ``operating-base`` or ``capital-base`` is missing or no amount.
    """
    amounts = {
        row.get("id"): row for row in cast(Sequence[Mapping[str, object]], rates.get("amounts", ()))
    }
    operating = amounts.get("operating-base", {})
    source = cast(Mapping[str, object], operating.get("source") or {})
    return BaseRates(
        title=str(rates["title"]),
        operating=_cents(operating.get("value"), "operating-base"),
        capital=_cents(amounts.get("capital-base", {}).get("value"), "capital-base"),
        start=cast(date, rates["effective_from"]),
        end=cast(date, rates["effective_to"]),
        source=str(source.get("id", "")),
    )


def operating_payment(weight: Decimal, rates: BaseRates) -> int:
    """Cents for one stay: base rate x weight, half a cent rounded up."""
    return int((rates.operating * weight).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def dollars(cents: int) -> Decimal:
    """The amount with two places."""
    return Decimal(cents).scaleb(-2)


def _cents(value: object, name: str) -> int:
    try:
        return int((Decimal(str(value)) * 100).to_integral_exact())
    except InvalidOperation:
        raise ValueError(f"{name}: {value!r} is no amount") from None
