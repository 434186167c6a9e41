"""Content files from disk and back, with guards for what a file may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

FOLDERS = ("content", "question_bank")
MAX_BYTES = 2_000_000


class ContentFileError(ValueError):
    """A file that is not read: too large, a link, no UTF-8, or one path in two roots."""


def load_files(roots: Sequence[Path]) -> dict[str, str]:
    """The text of every file under ``content`` and ``question_bank`` of each root.

    Keys are paths relative to their root, with ``/``. Hidden files are left out. Raises
    ContentFileError with the path for a symbolic link, more than ``MAX_BYTES``, bytes that are
    no UTF-8, and a path that an earlier root holds too.
    """
    files: dict[str, str] = {}
    for root in roots:
        for path in _content_paths(root):
            name = path.relative_to(root).as_posix()
            if name in files:
                raise ContentFileError(f"{name} stands in two content roots")
            files[name] = read_text(path, name)
    return files


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Write texts below ``root``, making folders as needed; keys as in ``load_files``."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _content_paths(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        if (root / folder).is_symlink():
            raise ContentFileError(f"{folder} is a symbolic link; content holds files only")
        for path in sorted((root / folder).rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if not hidden and (path.is_symlink() or path.is_file()):
                yield path


def read_text(path: Path, name: str) -> str:
    """The text of one file, called ``name`` in the ContentFileError for one that is not read."""
    if path.is_symlink():
        raise ContentFileError(f"{name} is a symbolic link; content holds files only")
    if path.stat().st_size > MAX_BYTES:
        raise ContentFileError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentFileError(f"{name} is no UTF-8 text (byte {error.start})") from None
