"""One client for pages: asks by endpoint, expects a status, and checks every page whole."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from flask import Flask, url_for
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.personas import token_of

CSRF = "the session's csrf value"
NS = "{http://www.w3.org/1999/xhtml}"


class Pages:
    """A browser of one persona; ``pages.as_("ana")`` gives another persona's."""

    def __init__(self, app: Flask, name: str | None = None) -> None:
        self.app, self.name = app, name
        self.client: FlaskClient = app.test_client()
        if name is not None:
            with self.client.session_transaction() as cookie:
                cookie["token"] = token_of(name)
                cookie["_user_id"] = "1"
                cookie["csrf_token"] = CSRF

    def as_(self, name: str | None) -> Pages:
        return Pages(self.app, name)

    def url(self, endpoint: str, **values: Any) -> str:
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def get(
        self, endpoint: str, /, status: int = 200, headers: Any = None, **values: Any
    ) -> TestResponse:
        """GET; values are the address's arguments, others become its query."""
        response = self.client.get(self.url(endpoint, **values), headers=headers)
        return self._checked(response, status)

    def post(
        self,
        endpoint: str,
        /,
        data: dict[str, Any] | None = None,
        status: int = 302,
        headers: Any = None,
        csrf: bool = True,
        **values: Any,
    ) -> TestResponse:
        """POST a form with the session's token; ``csrf=False`` leaves it out."""
        form = dict(data or {})
        if csrf:
            form["csrf_token"] = self.csrf_token()
        url = self.url(endpoint, **values)
        return self._checked(self.client.post(url, data=form, headers=headers), status)

    def csrf_token(self) -> str:
        with self.client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", CSRF)
        key = self.app.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))

    def _checked(self, response: TestResponse, status: int) -> TestResponse:
        assert response.status_code == status, (
            f"{response.request.method} {response.request.path}: {response.status_code}, "
            f"expected {status}; goes to {response.location}\n"
            f"{response.get_data(as_text=True)[:600]}"
        )
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            check_page(response.get_data(as_text=True))
        return response


def without_tokens(response: TestResponse) -> str:
    """The page's text without its CSRF tokens, which hold the second they were made in."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.text)


def check_page(html: str) -> None:
    """Valid HTML, unique ids, and for a whole page one title and one h1."""
    whole = html.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(html) if whole else parser.parseFragment(html)
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    assert not [i for i, n in ids.items() if n > 1], f"ids twice: {ids.most_common(3)}"
    assert not any(e.get("style") for e in tree.iter()), "style= is dropped by the policy"
    if whole:
        titles = [e.text for e in tree.iter(f"{NS}title") if e.text]
        assert titles[:1], "no title"
        assert titles[0].endswith("Chartroom"), titles
        headings = list(tree.iter(f"{NS}h1"))
        assert len(headings) == 1, f"{len(headings)} h1"
