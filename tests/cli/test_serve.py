"""What ``make run`` starts, it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from app.config import ROOT


def members(group: int) -> list[str]:
    """Command lines of the processes in a process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append((stat.parent / "cmdline").read_text())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def children(pid: int) -> list[int]:
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_stopping_while_the_server_begins_leaves_no_process(book_dir: Path, tmp_path: Path) -> None:
    for file in book_dir.glob("codebook-*.sqlite"):
        shutil.copy(file, tmp_path / file.name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli.serve", "--port", port],
        cwd=ROOT,
        env={**os.environ, "CHARTROOM_DATA_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr as told:
        assert any("Stop with" in line for line in told), "the address was never told"
        time.sleep(0.5)  # the server's workers are being born
        group = children(process.pid)[0]
        assert members(group)
        process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert members(group) == []


def test_a_setting_that_is_wrong_is_said_before_anything_starts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli.serve"],
        cwd=ROOT,
        env={**os.environ, "CHARTROOM_DATA_DIR": str(tmp_path), "CHARTROOM_ENV": "staging"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "CHARTROOM_ENV" in done.stderr
