"""Blueprints: what a form of an exam is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.domain.items.fields import BodyFault, Fields
from app.domain.items.item import LEVELS, Level

NAVIGATIONS = ("free",)


class BlueprintFault(BodyFault):
    """A body that is no blueprint."""


@dataclass(frozen=True, slots=True)
class DomainPlan:
    """Scored items of one domain; weights are the outline's range in percent of scored items.

    ``tasks`` asks for numbers of items by task, met as nearly as the bank allows.
    """

    domain: str
    count: int
    weight_min: int
    weight_max: int
    tasks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scale:
    """The scaled score of nothing right, of the cut, and of everything right."""

    low: int = 100
    cut: int = 300
    high: int = 400


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A form's plan: counts by domain, shares by level (sum 1), unscored places, time, scale."""

    ref: str
    title: str
    framework: str
    scored: int
    pretest: int
    limit: timedelta
    navigation: str
    domains: tuple[DomainPlan, ...]
    levels: Mapping[Level, float]
    scale: Scale

    @property
    def length(self) -> int:
        """Items on the form, unscored ones included."""
        return self.scored + self.pretest


def blueprint_from_body(body: Mapping[str, Any]) -> Blueprint:
    """Read a blueprint's mapping; raises BlueprintFault with every problem."""
    fields = Fields(body)
    scale = fields.child("scale")
    blueprint = Blueprint(
        ref=fields.text("ref", required=True),
        title=fields.text("title", required=True),
        framework=fields.text("framework"),
        scored=fields.integer("scored", 1, 1000),
        pretest=fields.integer("pretest", 0, 1000, 0),
        limit=timedelta(minutes=fields.integer("minutes", 1, 24 * 60)),
        navigation=fields.one_of("navigation", NAVIGATIONS, "free"),
        domains=_read_domains(fields.child("domains")),
        levels=_read_levels(fields.child("levels")),
        scale=Scale(*(scale.integer(name, 0, 10_000) for name in ("low", "cut", "high"))),
    )
    _check(blueprint, fields)
    fields.check(BlueprintFault)
    return blueprint


def _read_domains(fields: Fields) -> tuple[DomainPlan, ...]:
    plans = []
    for domain in fields.keys():  # noqa: SIM118  a method of the reader, not of a mapping
        plan = fields.child(domain)
        tasks = plan.child("tasks")
        plans.append(
            DomainPlan(
                domain=domain,
                count=plan.integer("count", 0, 1000),
                weight_min=plan.integer("weight_min", 0, 100, 0),
                weight_max=plan.integer("weight_max", 0, 100, 100),
                tasks={task: tasks.integer(task, 0, 1000) for task in tasks.keys()},  # noqa: SIM118
            )
        )
    return tuple(plans)


def _read_levels(fields: Fields) -> dict[Level, float]:
    return {level: float(fields.decimal(level)) for level in LEVELS}


def _check(blueprint: Blueprint, fields: Fields) -> None:
    total = sum(plan.count for plan in blueprint.domains)
    if total != blueprint.scored:
        fields.fault("domains", f"The counts make {total}, but scored says {blueprint.scored}.")
    for plan in blueprint.domains:
        _check_domain(plan, blueprint.scored, fields)
    if any(share < 0 for share in blueprint.levels.values()):
        fields.fault("levels", "Shares must not be negative.")
    elif abs(sum(blueprint.levels.values()) - 1) > 0.001:
        fields.fault("levels", "The shares of the levels must make 1.")
    if not blueprint.scale.low < blueprint.scale.cut < blueprint.scale.high:
        fields.fault("scale", "Low, cut and high must rise.")


def _check_domain(plan: DomainPlan, scored: int, fields: Fields) -> None:
    """A count may miss its range by the rounding to whole items, not by more."""
    where = f"domains.{plan.domain}"
    low, high = scored * plan.weight_min / 100 - 1, scored * plan.weight_max / 100 + 1
    if not low < plan.count < high:
        fields.fault(
            f"{where}.count",
            f"{plan.count} of {scored} is outside {plan.weight_min} to {plan.weight_max} %.",
        )
    if sum(plan.tasks.values()) > plan.count:
        fields.fault(f"{where}.tasks", "The tasks ask for more items than the domain has.")
    if any(task.partition(".")[0] != plan.domain for task in plan.tasks):
        fields.fault(f"{where}.tasks", "A task belongs to another domain.")
