"""``flask content check`` and ``report``: what they print, and how they exit."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

import app.cli.content as command
from app.operations.content_files import load_files, write_files
from tests.domain.content.samples import FOLDER, LESSON_PATH, SINGLE_PATH, library_files


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the sample library."""
    write_files(tmp_path, library_files())
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


def run(root: Path, data_dir: Path, *arguments: str) -> Result:
    app = Flask("content")
    app.config["CHARTROOM"] = SimpleNamespace(content_roots=[root], data_dir=data_dir)
    with app.app_context():
        return CliRunner().invoke(command.content_cli, list(arguments))


def check(root: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit status and JSON of a check without a code book."""
    result = run(root, root / "none", "check", "--json", *arguments)
    return result.exit_code, json.loads(result.stdout)


def test_a_clean_library_exits_with_zero_and_the_promised_keys(root: Path) -> None:
    status, data = check(root)
    assert status == 0
    assert set(data) == {
        *("modules", "lessons", "figures", "items", "items_by_domain", "charts", "decks", "cards"),
        *("problems", "warnings"),
    }
    assert (data["items"], data["items_by_domain"]) == (2, {"1": 1, "3": 1})
    assert data["problems"] == []
    assert set(data["warnings"][0]) == {"path", "line", "rule", "message"}


def test_a_problem_exits_with_one_and_prints_json_all_the_same(root: Path) -> None:
    path = root / SINGLE_PATH
    path.write_text(path.read_text().replace("status: live", "status: alive"))
    status, data = check(root)
    assert status == 1
    assert [one["rule"] for one in data["problems"]] == ["schema"]
    assert data["problems"][0]["line"] == 6


def test_only_what_lies_under_the_path_is_reported(root: Path) -> None:
    path = root / SINGLE_PATH
    path.write_text(path.read_text().replace("status: live", "status: alive"))
    assert check(root, str(root / "question_bank"))[0] == 1
    assert check(root, str(root / FOLDER))[0] == 0


def test_write_brings_rough_files_to_canonical_form(root: Path) -> None:
    path = root / LESSON_PATH
    path.write_text(
        path.read_text().replace("edition:", "").replace("---\nA scene", "---\n\nA scene")
    )
    assert check(root)[0] == 1
    assert check(root, "--write")[0] == 0
    assert load_files([root]) == library_files()


def test_shuffle_moves_options_of_items_that_nobody_answered_blind(root: Path) -> None:
    path = root / SINGLE_PATH
    path.write_text(path.read_text().replace("blind: {answer: A}\n", ""))
    assert check(root, "--write", "--shuffle")[0] == 0
    once = path.read_text()
    assert sorted(once.split("\n")) == sorted(
        library_files()[SINGLE_PATH].replace("blind: {answer: A}\n", "").split("\n")
    )
    assert check(root, "--write", "--shuffle")[0] == 0
    assert path.read_text() == once


def test_shuffle_alone_is_a_wrong_call(root: Path) -> None:
    assert run(root, root, "check", "--shuffle").exit_code == 2


def test_a_missing_path_is_a_wrong_call(root: Path) -> None:
    assert run(root, root, "check", str(root / "nowhere")).exit_code == 2


def test_a_link_in_the_tree_exits_with_one(root: Path) -> None:
    (root / "content" / "link.yml").symlink_to(root / SINGLE_PATH)
    result = run(root, root, "check")
    assert result.exit_code == 1
    assert "symbolic link" in result.stderr


def test_without_a_code_book_it_says_that_codes_are_not_checked(root: Path) -> None:
    result = run(root, root / "none", "check")
    assert "not checked" in result.stderr
    assert result.exit_code == 0


def test_with_the_code_book_keys_are_checked(root: Path, book_dir: Path) -> None:
    result = run(root, book_dir, "check", "--json")
    assert json.loads(result.stdout)["problems"] == []
    key = root / FOLDER / "key.yml"
    key.write_text(key.read_text().replace("code: D62", "code: D62.1"))
    problems = json.loads(run(root, book_dir, "check", "--json").stdout)["problems"]
    assert {one["rule"] for one in problems} >= {"code"}
    assert all(one["path"] == f"{FOLDER}/key.yml" for one in problems)


def test_the_report_lists_gaps(root: Path) -> None:
    result = run(root, root / "none", "report", "--json")
    gaps = json.loads(result.stdout)["gaps"]
    assert {"kind": "task", "what": "1.5", "missing": "no lesson"} in gaps
    assert result.exit_code == 1


def test_the_report_is_a_table_for_people(root: Path) -> None:
    result = run(root, root / "none", "report")
    assert "task       1.5  no lesson" in result.stdout


def sync(app: Flask, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = app.test_cli_runner().invoke(command.content_cli, ["sync", "--json", *arguments])
    return result.exit_code, json.loads(result.stdout)


def test_a_sync_of_files_that_are_in_changes_nothing(app: Flask) -> None:
    status, data = sync(app)
    assert status == 0
    assert set(data) == {"published", "unchanged", "proposed", "retired", "conflicts"}
    assert data["published"] == data["proposed"] == data["retired"] == data["conflicts"] == []
    assert data["unchanged"] > 0


def test_a_dry_run_says_what_would_happen_and_does_not_do_it(
    app: Flask, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_roots", lambda: [root])
    first, again = sync(app, "--dry-run"), sync(app, "--dry-run")
    assert first == again
    assert "item:d1-clock" in first[1]["published"]


def test_invalid_files_stop_the_sync(
    app: Flask, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_roots", lambda: [root])
    (root / SINGLE_PATH).write_text("ref: [\n")
    status, data = sync(app)
    assert status == 1
    assert data["problems"][0].startswith(f"{SINGLE_PATH}:")


def test_an_export_right_after_a_sync_writes_nothing(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(
        command.content_cli, ["export", str(tmp_path / "out"), "--json"]
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"written": []}
