"""Forms of the administrator."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask_wtf.file import FileField
from wtforms import EmailField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length

from app.features.administration.scope import Scope
from app.models import ROLES
from app.web.forms import Form
from app.web.navigation import ROLE_NAMES

KIND_NAMES = {
    "school": "School",
    "campus": "Campus",
    "programme": "Program",
    "career_office": "Career office",
}
ZONES = sorted(z for z in available_timezones() if z.startswith(("America/", "Pacific/", "UTC")))


class _PlacedForm(Form):
    """A form that names an organisation of the administrator."""

    def place_in(self, scope: Scope, suggest: bool = False) -> None:
        """Offer the administrator's organisations; a blank form suggests the first program."""
        self.organisation.choices = [
            SelectChoice(str(one.id), scope.path(one.id)) for one in scope.organisations
        ]
        if suggest:
            programmes = [one for one in scope.organisations if one.kind == "programme"]
            self.organisation.data = str((programmes or scope.organisations)[0].id)


def _role() -> SelectField:
    return SelectField("Role", choices=[SelectChoice(r, ROLE_NAMES[r]) for r in ROLES])


class InviteForm(_PlacedForm):
    name = StringField("Name", [InputRequired("Enter the name."), Length(max=200)])
    email = EmailField(
        "E-mail",
        [
            InputRequired("Enter the e-mail address."),
            Email("Enter an address such as name@school.edu."),
            Length(max=254),
        ],
    )
    role = _role()
    organisation = SelectField("Organization")


class RoleForm(_PlacedForm):
    role = _role()
    organisation = SelectField("Organization")


class ListForm(_PlacedForm):
    role = _role()
    organisation = SelectField("Organization")
    text = TextAreaField("Names and addresses", [Length(max=200_000)])
    file = FileField("Or a CSV file")


class AddOrganisationForm(_PlacedForm):
    kind = SelectField(
        "Kind",
        choices=[SelectChoice(k, KIND_NAMES[k]) for k in ("programme", "campus", "career_office")],
    )
    name = StringField("Name", [InputRequired("Enter the name."), Length(max=200)])
    organisation = SelectField("Under")


class OrganisationForm(Form):
    name = StringField("Name", [InputRequired("Enter the name."), Length(max=200)])
    time_zone = SelectField("Time zone", choices=[SelectChoice(z, z) for z in ZONES])


class EmptyForm(Form):
    """Carries the token alone."""
