"""Forms of the bank apart from the editor, whose fields follow the document."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import Length

from app.web.forms import Form


class AnswerForm(Form):
    answer = TextAreaField("Answer for the learner", [Length(max=2000)])
