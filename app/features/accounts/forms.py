"""Forms of accounts."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import Email, InputRequired, Length, ValidationError

from app.operations.passwords import password_problem
from app.web.forms import Form

ZONES = sorted(z for z in available_timezones() if z.startswith(("America/", "Pacific/", "UTC")))


def new_password(form: Any, field: Any) -> None:
    """A validator: refuses what no account should have as its password."""
    email = getattr(form, "email", None)
    problem = password_problem(field.data or "", (email.data or "") if email else "")
    if problem:
        raise ValidationError(problem)


def _email() -> EmailField:
    return EmailField(
        "E-mail",
        [
            InputRequired("Enter your e-mail address."),
            Email("Enter an address such as name@school.edu."),
            Length(max=254),
        ],
    )


class SignInForm(Form):
    email = _email()
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=200)])
    next = HiddenField()


class JoinForm(Form):
    name = StringField("Your name", [InputRequired("Enter your name."), Length(max=200)])
    email = _email()
    password = PasswordField("Password", [InputRequired("Choose a password."), new_password])


class ResetForm(Form):
    email = _email()


class SetPasswordForm(Form):
    password = PasswordField("New password", [InputRequired("Choose a password."), new_password])


class ChangePasswordForm(Form):
    current = PasswordField("Current password", [InputRequired("Enter your current password.")])
    password = PasswordField("New password", [InputRequired("Choose a password."), new_password])


class SettingsForm(Form):
    name = StringField("Name", [InputRequired("Enter your name."), Length(max=200)])
    time_zone = SelectField(
        "Time zone",
        choices=[SelectChoice("", "As the school"), *(SelectChoice(z, z) for z in ZONES)],
    )
    theme = RadioField(
        "Colors",
        choices=[
            SelectChoice("device", "As my device"),
            SelectChoice("light", "Light"),
            SelectChoice("dark", "Dark"),
        ],
    )
    shortcuts = BooleanField("Single-key shortcuts")


class EmptyForm(Form):
    """Carries the token alone."""
