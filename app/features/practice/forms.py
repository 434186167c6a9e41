"""Forms of practice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.operations.practice_pool import DEFAULT_COUNT, MOST_ITEMS, PracticeSpec
from app.web.forms import Form

LEVEL_NAMES = {"recall": "Recall", "application": "Application", "analysis": "Analysis"}
HISTORY_NAMES = {"unseen": "Not seen yet", "missed": "Missed last time", "starred": "Starred"}
FEEDBACK_NAMES = {"now": "After each question", "end": "At the end"}
CONFIDENCE_NAMES = {"ask": "Ask me", "skip": "Do not ask"}
MOST_REPORTED = 2000


def _choices(names: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in names.items()]


class BuildForm(Form):
    """What a set is made of; every field may be left out."""

    domains = SelectMultipleField("Domains")
    levels = SelectMultipleField("Level", choices=_choices(LEVEL_NAMES))
    histories = SelectMultipleField("Only questions that are", choices=_choices(HISTORY_NAMES))
    count = IntegerField(
        "How many questions",
        default=DEFAULT_COUNT,
        validators=[
            Optional(),
            NumberRange(1, MOST_ITEMS, f"Enter a number from 1 to {MOST_ITEMS}."),
        ],
    )
    feedback = RadioField(
        "Feedback", choices=_choices(FEEDBACK_NAMES), default="now", validate_choice=False
    )
    confidence = RadioField(
        "How sure you are",
        choices=_choices(CONFIDENCE_NAMES),
        default="ask",
        validate_choice=False,
    )
    start_id = HiddenField()
    refs = SelectMultipleField("Questions", validate_choice=False, choices=[])

    def __init__(self, domain_names: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.name_domains(domain_names)

    def name_domains(self, names: Mapping[str, str]) -> None:
        """Offer these domains, by number."""
        self.domains.choices = _choices(names)

    def spec(self, title: str = "") -> PracticeSpec:
        """The spec asked for; a field left empty asks for the default."""
        return PracticeSpec.from_dict(
            {
                "count": self.count.data or DEFAULT_COUNT,
                "domains": self.domains.data or (),
                "levels": self.levels.data or (),
                "histories": self.histories.data or (),
                "refs": self.refs.data or (),
                "feedback": self.feedback.data,
                "confidence": self.confidence.data != "skip",
                "title": title,
            }
        )


class ReportForm(Form):
    """What is wrong with a question."""

    text = TextAreaField(
        "What is wrong with it",
        validators=[
            DataRequired("Say in a sentence what is wrong."),
            Length(max=MOST_REPORTED, message=f"Use at most {MOST_REPORTED:,} characters."),
        ],
    )
