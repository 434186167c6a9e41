"""Typed settings from the environment, checked at start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting is missing or unsafe; the message says what to set."""


class Settings(BaseSettings):
    """All settings; each is read from the variable ``CHARTROOM_`` plus its name."""

    model_config = SettingsConfigDict(env_prefix="CHARTROOM_", extra="ignore")

    env: Literal["development", "production", "testing"] = Field(
        "development", description="development, production or testing"
    )
    data_dir: Path = Field(
        ROOT / "instance", description="folder of the code book, the secret key and the database"
    )
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty: SQLite in DATA_DIR"
    )
    secret_key: str = Field(
        "", description="signs cookies; empty outside production: made at the first run"
    )
    content_dirs: str = Field(
        "", description="further content roots, separated by the path separator of the system"
    )
    workers: int = Field(2, ge=1, le=64, description="web processes that make run starts")
    smtp_url: str = Field(
        "", description="smtp://user:password@host:port; empty: links are printed, not sent"
    )
    mail_from: str = Field("chartroom@localhost", description="sender of mails")
    base_url: str = Field("http://127.0.0.1:8000", description="address as people type it")
    trusted_hosts: str = Field("", description="host names that are answered, with commas between")
    proxy_hops: int = Field(0, ge=0, le=5, description="reverse proxies in front of the server")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.database_url:
            self.database_url = f"sqlite:///{self.data_dir.resolve() / 'chartroom.sqlite3'}"
        if self.env == "production":
            _refuse_unsafe(self)
        elif not self.secret_key:
            self.secret_key = own_secret_key(self.data_dir)
        return self

    @property
    def content_roots(self) -> list[Path]:
        """Where content files are read from: the checkout first, then a school's own folders."""
        extra = [Path(p) for p in self.content_dirs.split(os.pathsep) if p]
        return [ROOT, *extra]

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")


def _refuse_unsafe(settings: Settings) -> None:
    """Raise for whatever would make a production install unsafe."""
    if len(settings.secret_key) < 32:
        raise ValueError("set CHARTROOM_SECRET_KEY to at least 32 random characters")
    if not settings.secure_cookies:
        raise ValueError("set CHARTROOM_BASE_URL to the https:// address that people use")
    if not settings.trusted_hosts:
        raise ValueError("set CHARTROOM_TRUSTED_HOSTS to the host names of the site")


def own_secret_key(data_dir: Path) -> str:
    """Read the install's own key, or make it at the first run; only its owner may read it."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raises SettingsError with one sentence a person can act on."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(e) for e in error.errors())) from error


def _sentence(error: object) -> str:
    details = dict(error)  # type: ignore[call-overload]
    where = "".join(f"CHARTROOM_{str(p).upper()}: " for p in details["loc"])
    return f"{where}{details['msg'].removeprefix('Value error, ')}"
