"""Content files come from disk as text, and what is no such file is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.operations.content_files import (
    MAX_BYTES,
    ContentFileError,
    load_files,
    write_files,
)


def put(root: Path, name: str, data: bytes = b"x\n") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_files_are_loaded_by_their_path_below_the_root(tmp_path: Path) -> None:
    put(tmp_path, "content/glossary.yml", "é\n".encode())
    put(tmp_path, "question_bank/decks/a.yml")
    put(tmp_path, "other/b.yml")
    put(tmp_path, "content/.hidden/c.yml")
    assert load_files([tmp_path]) == {
        "content/glossary.yml": "é\n",
        "question_bank/decks/a.yml": "x\n",
    }


def test_what_is_written_is_loaded_again(tmp_path: Path) -> None:
    files = {"content/a.yml": "a\n", "question_bank/items/d1/b.yml": "“b”\n"}
    write_files(tmp_path, files)
    assert load_files([tmp_path]) == files


def test_several_roots_make_one_tree(tmp_path: Path) -> None:
    put(tmp_path, "one/content/a.yml")
    put(tmp_path, "two/content/b.yml")
    assert set(load_files([tmp_path / "one", tmp_path / "two"])) == {
        "content/a.yml",
        "content/b.yml",
    }


def test_a_path_in_two_roots_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "one/content/a.yml")
    put(tmp_path, "two/content/a.yml")
    with pytest.raises(ContentFileError, match="two content roots"):
        load_files([tmp_path / "one", tmp_path / "two"])


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "content/a.yml", b"x" * (MAX_BYTES + 1))
    with pytest.raises(ContentFileError, match="larger than 2 MB"):
        load_files([tmp_path])


def test_a_link_is_refused(tmp_path: Path) -> None:
    target = put(tmp_path, "secret")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.yml").symlink_to(target)
    with pytest.raises(ContentFileError, match="symbolic link"):
        load_files([tmp_path])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "content/a.yml", b"\xff\xfe")
    with pytest.raises(ContentFileError, match="UTF-8"):
        load_files([tmp_path])


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/a.yml")
    (tmp_path / "content").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ContentFileError, match="symbolic link"):
        load_files([tmp_path])
