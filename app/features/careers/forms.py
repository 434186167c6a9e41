"""Forms of the career office and of consent."""

from __future__ import annotations

from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.domain.careers.consent import SCOPES
from app.domain.careers.outcomes import FACTS
from app.web.forms import Form

FACT_NAMES = {
    "graduated": "Graduated",
    "exam_sat": "Sat the exam",
    "exam_passed": "Passed the exam",
    "employed_in_field": "Works in the field",
}
SCOPE_NAMES = {
    "lessons": "Lessons done",
    "charts": "Charts coded, with scores",
    "practice": "Practice results",
}


class DayField(DateField):  # type: ignore[misc]
    """A date whose fault is told in a sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a date such as 2026-11-24.") from None


class OutcomeForm(Form):
    fact = SelectField("Fact", choices=[SelectChoice(f, FACT_NAMES[f]) for f in FACTS])
    value = RadioField(
        "Is it so?",
        [InputRequired("Say whether it is so.")],
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
    )
    on = DayField("Since or on", [Optional()])
    source = StringField(
        "How it is known", [InputRequired("Say how this is known."), Length(max=200)]
    )
    seen = HiddenField()


class NoteForm(Form):
    body = TextAreaField("Note", [InputRequired("Write the note first."), Length(max=4000)])


class ConsentForm(Form):
    scopes = SelectMultipleField(
        "What to share",
        [InputRequired("Choose at least one thing to share.")],
        choices=[SelectChoice(s, SCOPE_NAMES[s]) for s in SCOPES],
    )
    last_day = DayField("Last day", [InputRequired("Enter the last day.")])


class EmptyForm(Form):
    """Carries the token alone."""
