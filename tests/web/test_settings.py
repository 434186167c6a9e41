"""Settings are checked at start."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from flask import Flask

from app.config import SettingsError, load_settings

SAFE = {
    "env": "production",
    "secret_key": "0123456789abcdef0123456789abcdef",
    "base_url": "https://chartroom.example",
    "trusted_hosts": "chartroom.example",
}


def test_a_first_run_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    first = load_settings(data_dir=tmp_path).secret_key
    assert load_settings(data_dir=tmp_path).secret_key == first
    assert len(first) >= 48
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_production_starts_with_safe_settings(tmp_path: Path) -> None:
    assert load_settings(data_dir=tmp_path, **SAFE).secure_cookies


@pytest.mark.parametrize(
    ("unsafe", "sentence"),
    [
        ({"secret_key": ""}, "set CHARTROOM_SECRET_KEY"),
        ({"secret_key": "short"}, "set CHARTROOM_SECRET_KEY"),
        ({"base_url": "http://chartroom.example"}, "set CHARTROOM_BASE_URL"),
        ({"trusted_hosts": ""}, "set CHARTROOM_TRUSTED_HOSTS"),
    ],
)
def test_production_refuses_what_is_unsafe_and_says_what_to_set(
    tmp_path: Path, unsafe: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load_settings(data_dir=tmp_path, **{**SAFE, **unsafe})


def test_an_unknown_environment_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CHARTROOM_ENV"):
        load_settings(data_dir=tmp_path, env="staging")


def test_the_command_lists_settings_and_shows_no_secret(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["settings", "--json"])
    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert rows["CHARTROOM_SECRET_KEY"]["value"] == "(set, not shown)"
    assert rows["CHARTROOM_DATA_DIR"]["meaning"]
