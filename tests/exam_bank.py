"""A bank of made-up questions, so that tests of exams do not hang on the shipped content.

``tiny`` has eight places: six scored in two domains, a scenario set among them, and two
unscored ones. ``huge`` can never be filled. Every rationale holds ``SECRET``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import yaml
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.content.reader import read_body
from app.domain.content.values import Kind
from app.extensions import writing
from app.models import DocumentRow
from app.operations import publishing

SECRET = "because the archive says so"
MISTAKE = "mistaken-shelf"
EXHIBIT = "The shelf list of an invented archive: twelve boxes, three of them blue."


def install(session: Session, now: datetime) -> None:
    """Put the bank in place of the shipped one."""
    with writing(session):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.kind.in_(("item", "blueprint")))
            .values(state="retired")
        )
        for body in _items():
            publish(session, "item", body, now)
        publish(session, "blueprint", blueprint("tiny", {"1": 3, "2": 3}, pretest=2), now)
        publish(session, "blueprint", blueprint("huge", {"1": 40, "2": 40}), now)


def publish(session: Session, kind: Kind, body: dict[str, Any], now: datetime) -> int:
    """A new live document of this body; returns the version's id."""
    content, problems = read_body(kind, yaml.safe_dump(body, sort_keys=False), "x.yml")
    assert content is not None, problems
    document = publishing.add_document(session, content, now)
    version = publishing.add_version(
        session, document, content, source="file", state="published", now=now
    )
    publishing.publish(session, document, version, content)
    session.flush()
    return version


def blueprint(ref: str, counts: dict[str, int], pretest: int = 0) -> dict[str, Any]:
    return {
        "ref": ref,
        "title": f"{ref.title()} form, made up",
        "framework": "rhit-2023",
        "scored": sum(counts.values()),
        "pretest": pretest,
        "minutes": 30,
        "navigation": "free",
        "domains": {
            name: {"count": count, "weight_min": 0, "weight_max": 100}
            for name, count in counts.items()
        },
        "levels": {"recall": 0.25, "application": 0.5, "analysis": 0.25},
        "scale": {"low": 100, "cut": 300, "high": 400},
    }


def _items() -> list[dict[str, Any]]:
    return [
        {
            "ref": "t-set",
            "type": "scenario",
            "exhibit": EXHIBIT,
            "items": [single(f"t-set-{n}", "1.1") for n in range(3)],
        },
        single("t-single", "2.1"),
        multiple("t-multiple", "2.2"),
        numeric("t-numeric", "2.3"),
        single("t-trial-1", "1.2", status="in_review"),
        single("t-trial-2", "2.2", status="in_review"),
    ]


def _facts(ref: str, task: str, status: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "ref": ref,
        "task": task,
        "level": "recall",
        "purpose": "mock",
        "status": status,
        "source": {"id": "own", "locator": f"Box of {ref}", "checked": date(2026, 11, 1)},
        "angoff": {"ratings": [{"rater": "w1", "value": 50}], "provisional": True},
        "writer": "w1",
    }
    if status == "in_review":
        facts["blind"] = {"answer": "A", "agreed": True}
    return facts


def single(ref: str, task: str, status: str = "live") -> dict[str, Any]:
    """Option 0 is right."""
    return {
        **_facts(ref, task, status),
        "type": "single",
        "stem": f"Which box of {ref} is meant?",
        "options": [_option(f"Box {name} of {ref}", name == "one") for name in NAMES[:4]],
    }


def multiple(ref: str, task: str) -> dict[str, Any]:
    """Options 0 and 2 are right."""
    return {
        **_facts(ref, task, "live"),
        "type": "multiple",
        "choose": 2,
        "stem": f"Which boxes of {ref} are meant?",
        "options": [_option(f"Box {name} of {ref}", name in ("one", "three")) for name in NAMES],
    }


def numeric(ref: str, task: str) -> dict[str, Any]:
    """5.6 days is right."""
    return {
        **_facts(ref, task, "live"),
        "type": "numeric",
        "stem": f"How long is the stay of {ref}?",
        "answer": "5.6",
        "tolerance": "0.05",
        "unit": "days",
        "places": 1,
        "formula": "3416 / 610",
        "rationale": f"It is 5.6 {SECRET}.",
        "wrong": [{"value": "6.0", "misconception": MISTAKE, "rationale": f"Too long {SECRET}."}],
    }


NAMES = ("one", "two", "three", "four", "five")


def _option(text: str, correct: bool) -> dict[str, Any]:
    option: dict[str, Any] = {"text": text, "correct": correct, "rationale": f"So {SECRET}."}
    if not correct:
        option["misconception"] = MISTAKE
    return option
