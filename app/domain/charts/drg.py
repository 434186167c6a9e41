"""The MS-DRG of a coding beside that of the key, with weight and money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart
from app.domain.payment.case import Case, Grouper, Grouping
from app.domain.payment.money import METHOD, BaseRates, dollars, operating_payment


@dataclass(frozen=True, slots=True)
class DrgComparison:
    """Two groupings of one stay; ``rates`` is None where none are in force at discharge."""

    yours: Grouping
    key: Grouping
    rates: BaseRates | None = None

    @property
    def same(self) -> bool:
        return self.yours.drg is not None and self.yours.drg == self.key.drg

    @property
    def weight_difference(self) -> Decimal | None:
        """Your weight less the key's."""
        if self.yours.weight is None or self.key.weight is None:
            return None
        return self.yours.weight - self.key.weight

    @property
    def your_payment(self) -> int | None:
        return _payment(self.yours, self.rates)

    @property
    def key_payment(self) -> int | None:
        return _payment(self.key, self.rates)

    @property
    def money_difference(self) -> int | None:
        """Cents that your coding is paid more than the key's, or less when below zero."""
        yours, key = self.your_payment, self.key_payment
        return None if yours is None or key is None else yours - key

    @property
    def in_words(self) -> str:
        """What lies between the groups: codes that count as CC or MCC on one side alone."""
        if self.yours.drg is None:
            return "Your coding cannot be grouped as it stands."
        if self.same:
            return "Both group alike, so nothing is paid more or less."
        yours, key = _counting(self.yours), _counting(self.key)
        parts = [f"{code} counts as {key[code]} in the key" for code in key if code not in yours]
        parts += [f"{code} counts as {yours[code]} in yours" for code in yours if code not in key]
        if not parts:
            return "The principal diagnosis or a procedure makes the difference."
        return f"{'; '.join(parts)}."


def drg_json(comparison: DrgComparison | None) -> dict[str, object]:
    """The comparison in the names of ``flask charts grade``: money in dollars, null without one."""
    if comparison is None:
        names = ("yours", "key", "weight_difference", "base_rate", "money_difference")
        return dict.fromkeys(names)
    yours, key, rates = comparison.yours, comparison.key, comparison.rates
    difference, money = comparison.weight_difference, comparison.money_difference
    return {
        "yours": yours.drg,
        "key": key.drg,
        "weight_difference": None if difference is None else float(difference),
        "base_rate": float(dollars(rates.operating)) if rates else None,
        "money_difference": None if money is None else float(dollars(money)),
        "method": METHOD,
        "edition": key.edition,
        "yours_title": yours.title,
        "key_title": key.title,
        "yours_weight": None if yours.weight is None else float(yours.weight),
        "key_weight": None if key.weight is None else float(key.weight),
        "edits": list(yours.edits),
    }


def drg_details(comparison: DrgComparison | None) -> dict[str, object] | None:
    """The comparison with both payments in cents, the rates' title and the difference in words."""
    if comparison is None:
        return None
    return {
        **drg_json(comparison),
        "your_payment": comparison.your_payment,
        "key_payment": comparison.key_payment,
        "rates": comparison.rates.title if comparison.rates else "",
        "sentence": comparison.in_words,
    }


def compare_drgs(
    chart: Chart, submission: Submission, grouper: Grouper, rates: BaseRates | None = None
) -> DrgComparison | None:
    """Group coding and key; None where no MS-DRG belongs to the case.

    Raises ValueError for a discharge outside every edition of the grouper.
    """
    yours = group_submission(chart, submission, grouper)
    key = group_submission(chart, key_submission(chart), grouper)
    if yours is None or key is None:
        return None
    paid = rates if rates and rates.in_force(chart.discharge_date) else None
    return DrgComparison(yours, key, paid)


def group_submission(chart: Chart, submission: Submission, grouper: Grouper) -> Grouping | None:
    """The MS-DRG of a coding as it stands; None where none belongs to the case.

    A coding without diagnoses has no MS-DRG; an empty discharge status counts as the key's, so
    that a forgotten field does not hide the group. Raises ValueError as the grouper does.
    """
    encounter = chart.encounter
    if not encounter.inpatient:
        return None
    if not submission.diagnoses:
        return _NO_CODES
    return grouper.group(
        Case(
            diagnoses=submission.diagnoses,
            procedures=submission.procedures,
            age=encounter.age,
            sex=encounter.sex,
            discharge_status=submission.discharge_status or chart.key.discharge_status,
            discharge_date=encounter.discharged,
        )
    )


_NO_CODES = Grouping(
    drg=None,
    initial_drg=None,
    title="",
    mdc="",
    type="",
    weight=None,
    edition="",
    edits=("no diagnosis is coded",),
)


def _counting(grouping: Grouping) -> dict[str, str]:
    """Secondary diagnoses that count as a complication, by code."""
    return {one.code: one.level for one in grouping.secondary if one.level and not one.excluded}


def _payment(grouping: Grouping, rates: BaseRates | None) -> int | None:
    if rates is None or grouping.weight is None:
        return None
    return operating_payment(grouping.weight, rates)
