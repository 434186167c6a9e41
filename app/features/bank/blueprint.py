"""The blueprint of the bank, to which several modules add routes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bank", __name__, template_folder="templates")
AUTHORS = ("instructor", "administrator")
