"""Charts of the library as values to code and grade, kept by their immutable ids."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date

from sqlalchemy.orm import Session

from app.domain.charts.reading import from_data
from app.domain.charts.values import Chart
from app.domain.payment.money import BaseRates, read_rates
from app.operations.library import Loaded, all_current

MOST_CACHED = 500

_charts: OrderedDict[tuple[int, int | None], Chart] = OrderedDict()


def chart_of(loaded: Loaded) -> Chart:
    """The chart of a version with the key in effect; read once a process."""
    known = (loaded.version_id, loaded.key_id)
    if known not in _charts:
        _charts[known] = from_data(loaded.content.data)
        while len(_charts) > MOST_CACHED:
            _charts.popitem(last=False)
    return _charts[known]


def rates_on(session: Session, day: date) -> BaseRates | None:
    """The inpatient rates in force on a day; None where the library has none."""
    found = (read_rates(loaded.content.data) for loaded in all_current(session, "rates"))
    return next((rates for rates in found if rates.in_force(day)), None)
