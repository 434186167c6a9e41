"""Forms of classes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import FileField
from wtforms import (
    DateTimeLocalField,
    DecimalField,
    EmailField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, StopValidation

from app.domain.items.item import LEVELS
from app.operations.practice_pool import DEFAULT_COUNT, MOST_ITEMS
from app.web.forms import Form


class ClassForm(Form):
    name = StringField("Name", [InputRequired("Enter a name."), Length(max=200)])
    organisation = SelectField("Organization", coerce=int)


class InstructorForm(Form):
    email = EmailField(
        "E-mail",
        [
            InputRequired("Enter the e-mail address."),
            Email("Enter an address such as name@school.edu."),
            Length(max=254),
        ],
    )


class ListForm(Form):
    text = TextAreaField("Names and addresses", [Length(max=200_000)])
    file = FileField("Or a CSV file")


class ZonedTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A day and time in the class's zone; ``moment`` is the instant, ``show`` fills it."""

    zone: ZoneInfo = ZoneInfo("UTC")

    def __init__(self, label: str, validators: list[Any], **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(label, validators, format=formats, **options)

    def show(self, moment: datetime) -> None:
        self.data = moment.astimezone(self.zone).replace(tzinfo=None)

    @property
    def moment(self) -> datetime:
        local: datetime = self.data
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def pre_validate(self, form: Any) -> None:
        """Refuse the hour that clocks skip in spring, and years that nobody means."""
        if self.data is not None:
            if not 2000 <= self.data.year <= 2100:
                raise StopValidation("Choose a year between 2000 and 2100.")
            back = self.moment.astimezone(self.zone).replace(tzinfo=None)
            if back != self.data:
                raise StopValidation("Clocks skip this hour on that day. Choose another time.")


class AssignmentForm(Form):
    """An assignment of any kind; ``keep_to`` leaves the fields that its kind has."""

    title = StringField("Title", [InputRequired("Enter a title."), Length(max=200)])
    instructions = TextAreaField("Instructions", [Length(max=5000)])
    target = SelectField("", coerce=int)
    domains = SelectMultipleField("Domains")
    levels = SelectMultipleField(
        "Levels", choices=[SelectChoice(level, level.capitalize()) for level in LEVELS]
    )
    count = IntegerField(
        "Questions",
        [
            InputRequired(f"Enter a number from 1 to {MOST_ITEMS}."),
            NumberRange(1, MOST_ITEMS, f"Enter a number from 1 to {MOST_ITEMS}."),
        ],
        default=DEFAULT_COUNT,
    )
    feedback = RadioField(
        "Feedback",
        choices=[SelectChoice("now", "After each question"), SelectChoice("end", "At the end")],
        default="now",
    )
    opens_at = ZonedTimeField("Opens", [InputRequired("Enter a day and a time.")])
    closes_at = ZonedTimeField("Closes", [InputRequired("Enter a day and a time.")])
    attempts = IntegerField(
        "Attempts",
        [InputRequired("Enter a number from 1 to 20."), NumberRange(1, 20, "1 to 20 attempts.")],
        default=1,
    )

    def keep_to(self, kind: str, zone: ZoneInfo, fixed: bool) -> None:
        """Drop what this kind does not have; ``fixed`` also what was chosen once and for all."""
        self.opens_at.zone = self.closes_at.zone = zone
        choosing = ["target"] if kind != "practice" else ["domains", "levels", "count", "feedback"]
        for name in ("target", "domains", "levels", "count", "feedback"):
            if fixed or name not in choosing:
                del self[name]
        if kind == "module":
            del self["attempts"]

    def validate_closes_at(self, field: ZonedTimeField) -> None:
        opens = self.opens_at
        known = opens.data is not None and not opens.errors and field.data is not None
        if known and field.moment <= opens.moment:
            raise ValidationError(
                f"Choose a time after the opening, {opens.data.day} {opens.data:%b %Y, %H:%M}."
            )


class OverrideForm(Form):
    points = DecimalField(
        "Score in percent",
        [
            InputRequired("Enter a number from 0 to 100."),
            NumberRange(0, 100, "Enter a number from 0 to 100."),
        ],
        places=None,
    )
    reason = TextAreaField(
        "Reason",
        [InputRequired("Give the reason. The learner reads it."), Length(max=2000)],
    )


class EmptyForm(Form):
    """Carries the token alone."""
