"""The base of all forms."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm


def stripped(value: Any) -> Any:
    """A field filter: no white space around what a person typed."""
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]
    """A form with the request's token; text fields are stripped.

    The token's field has no id, since a page may hold several forms.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "csrf_token" in self:
            self["csrf_token"].render_kw = {"id": False}

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class.__name__
            if kind in ("StringField", "TextAreaField", "EmailField", "SearchField"):
                options["filters"] = [*options.get("filters", []), stripped]
            return unbound_field.bind(form=form, **options)
