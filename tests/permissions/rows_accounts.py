"""Rows of the routes of accounts."""

from __future__ import annotations

from tests.permissions.rows import SIGNED_IN, row

ROWS = {
    "accounts.sign_in": row("all"),
    "accounts.sign_in_submit": row("all", fine=(422,)),
    "accounts.sign_out": row(SIGNED_IN),
    "accounts.join_code": row("all"),
    "accounts.join": row("all", make=lambda *_: {"code": "JOINSPRI"}),
    "accounts.join_submit": row("all", make=lambda *_: {"code": "JOINSPRI"}, fine=(422,)),
    "accounts.reset": row("all"),
    "accounts.reset_submit": row("all", fine=(422, 429)),  # five an hour, ten personas
    "accounts.set_password": row("all", make=lambda *_: {"token": "unknown"}, fine=(410,)),
    "accounts.set_password_submit": row(
        "all", make=lambda *_: {"token": "unknown"}, fine=(410, 422)
    ),
    "accounts.account": row(SIGNED_IN),
    "accounts.account_submit": row(SIGNED_IN, fine=(422,)),
    "accounts.change_password": row(SIGNED_IN, fine=(422,)),
    "accounts.sign_out_everywhere": row(SIGNED_IN),
    "accounts.work_as": row(SIGNED_IN),
    "system.healthz": row("all"),
    "dev.components": row("all"),
}
