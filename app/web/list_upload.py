"""A list of people that came as a file: its text, or why it is none."""

from __future__ import annotations

from contextlib import closing

from werkzeug.datastructures import FileStorage

MOST_BYTES = 200_000


class UploadError(ValueError):
    """The file is not read; the message says what to do."""


def read_upload(file: FileStorage | None) -> str:
    """The text of the file, empty where none was chosen.

    Raises UploadError for one that is too large or no text, such as a spreadsheet.
    """
    if file is None or not file.filename:
        return ""
    with closing(file):
        data: bytes = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UploadError("This file is larger than 200 kB. A list of people is smaller.")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UploadError("This is no text file. In the spreadsheet, save it as CSV (UTF-8).")
    return text
