"""Static files: served by WhiteNoise under a name that changes with their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(__file__).resolve().parent.parent / "static"
LONG = 365 * 24 * 3600


def tree_hash(folder: Path) -> str:
    """A short hash over every file, so that relative imports inside the tree stay right."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Serve the static tree and give templates ``asset(path)``."""
    prefix = f"/static/{tree_hash(FOLDER)}"
    developing = app.config["CHARTROOM"].env == "development"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(FOLDER),
        prefix=prefix.removeprefix("/"),
        autorefresh=developing,
        max_age=0 if developing else LONG,
    )
    app.jinja_env.globals["asset"] = lambda path: f"{prefix}/{path}"
