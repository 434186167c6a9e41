"""Building the code book: once, atomically, and with a plain word when it fails."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.reference import CodeBookBuildError, CodeBookMissing, ensure_book, open_book
from app.reference.sources import book_path

ROOT = Path(__file__).resolve().parents[2]

BUILD = """
import sys
from functools import partial
from pathlib import Path
from app.reference import ensure_book
target = next(Path(sys.argv[1]).glob("codebook-*.sqlite"), None)
ensure_book(Path(sys.argv[1]), partial(print, flush=True), force=target is not None)
"""

BUILD_WITHIN_ONE_MEGABYTE = """
import resource, signal, sys
from pathlib import Path
from app.reference import CodeBookBuildError, ensure_book
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    ensure_book(Path(sys.argv[1]), force=True)
except CodeBookBuildError as error:
    print(error)
"""


def run_python(code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_second_build_changes_nothing(book_dir: Path) -> None:
    built = book_path(book_dir).stat()
    messages: list[str] = []
    assert ensure_book(book_dir, messages.append) == book_path(book_dir)
    assert book_path(book_dir).stat() == built
    assert messages == []


def test_a_full_disk_is_explained_and_leaves_the_old_file(tmp_path: Path) -> None:
    old = book_path(tmp_path)
    old.write_bytes(b"the old book")
    (tmp_path / "codebook-left-by-a-crash.part-1").write_bytes(b"half a book")
    message = run_python(BUILD_WITHIN_ONE_MEGABYTE, str(tmp_path))
    assert "disk is full" in message
    assert old.read_bytes() == b"the old book"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([old.name, "codebook.lock"])


def test_an_interrupted_build_leaves_the_old_file(tmp_path: Path) -> None:
    old = book_path(tmp_path)
    old.write_bytes(b"the old book")
    command = [sys.executable, "-c", BUILD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as builder:
        while not list(tmp_path.glob("*.part-*")):
            assert builder.poll() is None
            time.sleep(0.05)
        builder.kill()
    assert old.read_bytes() == b"the old book"


def test_a_second_builder_waits_for_the_first_and_takes_its_file(tmp_path: Path) -> None:
    with (tmp_path / "codebook.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-c", BUILD, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as second:
            assert second.stdout is not None
            assert "waiting" in second.stdout.readline()
            book_path(tmp_path).write_bytes(b"built by the first")
            fcntl.flock(lock, fcntl.LOCK_UN)
            assert second.wait(timeout=20) == 0
    assert book_path(tmp_path).read_bytes() == b"built by the first"


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CodeBookBuildError, match="could not be built in"):
        ensure_book(tmp_path / "file" / "data")


def test_a_missing_book_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(CodeBookMissing, match=r"has not been built yet.*flask codebook build"):
        open_book(tmp_path)


def test_a_book_of_other_package_versions_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "codebook-0123456789ab.sqlite").write_bytes(b"")
    with pytest.raises(CodeBookMissing, match="other package versions"):
        open_book(tmp_path)


def test_a_reader_of_the_book_does_not_load_the_tabular_package() -> None:
    code = "import sys, app.reference.book; print('simple_icd_10_cm' in sys.modules)"
    assert run_python(code) == "False\n"
