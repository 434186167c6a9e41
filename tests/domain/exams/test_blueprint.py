"""Reading blueprints, with every fault named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.exams.blueprint import BlueprintFault, Scale, blueprint_from_body
from tests.domain.exams.samples import FULL, SHORT, body


def test_a_blueprint_is_read() -> None:
    blueprint = blueprint_from_body(body(FULL, pretest=20, minutes=205))
    assert (blueprint.scored, blueprint.pretest, blueprint.length) == (130, 20, 150)
    assert blueprint.limit == timedelta(hours=3, minutes=25)
    assert {plan.domain: plan.count for plan in blueprint.domains} == FULL
    assert blueprint.scale == Scale(100, 300, 400)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scored": 59}, "domains"),
        ({"scored": "many"}, "scored"),
        ({"minutes": 0}, "minutes"),
        ({"levels": {"recall": 0.5, "application": 0.5, "analysis": 0.5}}, "levels"),
        ({"levels": {"recall": "-1", "application": 1, "analysis": 1}}, "levels"),
        ({"levels": {"recall": 0.5}}, "levels.application"),
        ({"scale": {"low": 100, "cut": 400, "high": 400}}, "scale"),
        ({"navigation": "sideways"}, "navigation"),
        ({"domains": {"1": {"count": 60, "weight_min": 19, "weight_max": 25}}}, "domains.1.count"),
        ({"domains": {"1": {"count": 60, "tasks": {"1.1": 61}}}}, "domains.1.tasks"),
        ({"domains": {"1": {"count": 60, "tasks": {"2.1": 3}}}}, "domains.1.tasks"),
        ({"domains": [60]}, "domains"),
        ({"domains": {"1": 60}}, "domains.1"),
    ],
)
def test_a_fault_names_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BlueprintFault) as caught:
        blueprint_from_body(body(SHORT) | changes)
    assert field in {problem.field for problem in caught.value.problems}


def test_a_count_may_miss_its_range_by_rounding_only() -> None:
    weights = {"weight_min": 22, "weight_max": 22}
    shares = {"1": {"count": 13, **weights}, "2": {"count": 47}}
    assert blueprint_from_body(body({"1": 13, "2": 47}, domains=shares)).scored == 60
