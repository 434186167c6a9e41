"""Payment is base rate times weight, in whole cents."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payment.money import dollars, operating_payment, read_rates

VALUES: dict[str, Any] = {
    "ref": "ipps-2026",
    "title": "FY 2026",
    "effective_from": date(2025, 10, 1),
    "effective_to": date(2026, 9, 30),
    "amounts": [
        {"id": "operating-base", "value": "6752.61", "source": {"id": "ipps-2026"}},
        {"id": "capital-base", "value": "524.15"},
        {"id": "fixed-loss", "value": "40397"},
    ],
}
RATES = read_rates(VALUES)
weights = st.decimals("0", "40", places=4)


def test_rates_are_read_in_cents() -> None:
    assert (RATES.operating, RATES.capital, RATES.source) == (675261, 52415, "ipps-2026")


def test_a_hip_replacement_pays_what_the_table_says() -> None:
    assert dollars(operating_payment(Decimal("1.9289"), RATES)) == Decimal("13025.11")


@given(weights)
def test_no_payment_is_off_by_more_than_half_a_cent(weight: Decimal) -> None:
    assert abs(operating_payment(weight, RATES) - RATES.operating * weight) <= Decimal("0.5")


@given(weights, weights)
def test_a_higher_weight_never_pays_less(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert operating_payment(low, RATES) <= operating_payment(high, RATES)


@pytest.mark.parametrize(
    ("day", "paid"), [("2025-09-30", False), ("2025-10-01", True), ("2026-09-30", True)]
)
def test_rates_are_in_force_for_their_year(day: str, paid: bool) -> None:
    assert RATES.in_force(date.fromisoformat(day)) is paid


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("value", [None, "much"])
def test_a_missing_amount_is_refused(number: int, value: str | None) -> None:
    values = deepcopy(VALUES)
    values["amounts"][number]["value"] = value
    with pytest.raises(ValueError, match="-base"):
        read_rates(values)
