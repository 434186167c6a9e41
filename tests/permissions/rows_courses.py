"""Rows of the routes of courses."""

from __future__ import annotations

from tests.permissions.rows import INSTRUCTORS, STUDENTS, row

READERS = f"{STUDENTS} {INSTRUCTORS} ada"
HEART = {"module": "body-circulation", "lesson": "heart"}
CHECK = {**HEART, "check_id": "cy-heart-1"}

ROWS = {
    "courses.index": row(READERS),
    "courses.terms": row(READERS),
    "courses.figure": row(READERS, make=lambda *_: {"slug": "heart-section"}),
    "courses.module": row(READERS, make=lambda *_: {"module": "body-circulation"}),
    "courses.lesson": row(READERS, make=lambda *_: HEART),
    "courses.check": row(READERS, make=lambda *_: CHECK),
    "courses.check_submit": row(READERS, make=lambda *_: CHECK, data={"cy-heart-1": "3"}),
    "courses.place": row(STUDENTS, make=lambda *_: HEART),
    "courses.done": row(STUDENTS, make=lambda *_: HEART),
    "courses.not_done": row(STUDENTS, make=lambda *_: HEART),
}
