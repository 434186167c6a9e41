"""Random tokens: the browser holds the token, the database its hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hex; enough for a token with full entropy."""
    return hashlib.sha256(token.encode()).hexdigest()
