"""The gallery of components at /dev/components, registered in development and tests only."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from app.web.permissions import public

bp = Blueprint("dev", __name__, url_prefix="/dev")


class SampleForm(Form):  # type: ignore[misc]
    """One field of every kind that the `field` and `choice` macros render."""

    title = StringField("Title")
    opens = DateField("Opens")
    password = PasswordField("Password")
    notes = TextAreaField("Notes")
    setting = SelectField(
        "Setting",
        choices=[SelectChoice("inpatient", "Inpatient"), SelectChoice("clinic", "Clinic")],
    )
    agree = BooleanField("Share my lessons with the career office")
    level = RadioField(
        "Level",
        choices=[SelectChoice("recall", "Recall"), SelectChoice("application", "Application")],
        default="recall",
    )
    domains = SelectMultipleField(
        "Domains", choices=[SelectChoice("1", "Domain 1"), SelectChoice("2", "Domain 2")]
    )


def gallery_context() -> dict[str, object]:
    """Forms, one of them with errors, and the pager's addresses for the gallery template."""
    bad = SampleForm(prefix="bad", data={"opens": date(2026, 11, 20)})
    bad.title.errors = ["Enter a title."]
    bad.opens.errors = ["Enter a date after today, 24 Nov."]
    return {"form": SampleForm(), "bad_form": bad, "page_url": lambda page: f"?page={page}"}


@bp.get("/components")
@public
def components() -> str:
    """Render every component in every state."""
    return render_template("components/gallery.html", **gallery_context())
