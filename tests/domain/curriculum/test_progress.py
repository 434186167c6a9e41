"""Course progress: shares, what comes next, advice that never locks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.curriculum.progress import (
    Advice,
    LessonOutline,
    ModuleOutline,
    Share,
    advice,
    module_share,
    neighbours,
    next_lesson,
    standing,
)

WORDS = ModuleOutline("words", (LessonOutline("words/roots"), LessonOutline("words/prefixes")))
HEART = ModuleOutline(
    "circulation",
    (
        LessonOutline("circulation/heart", requires=("words/roots", "gone/lesson")),
        LessonOutline("circulation/lungs", requires=("circulation/heart",)),
    ),
    requires=("words", "not-yet-written"),
)
COURSE = [WORDS, HEART]
REFS = [lesson.ref for module in COURSE for lesson in module.lessons]
DONE = st.frozensets(st.sampled_from([*REFS, "removed/lesson"]))


def test_shares_count_lessons_done() -> None:
    done = {"words/roots", "circulation/heart", "circulation/lungs", "removed/lesson"}
    assert module_share(WORDS, done) == Share(1, 2)
    assert module_share(HEART, done).complete


def test_an_empty_module_is_neither_begun_nor_complete() -> None:
    share = module_share(ModuleOutline("empty", ()), set())
    assert (share.done, share.total, share.complete) == (0, 0, False)


@given(DONE, st.sampled_from([*REFS, "removed/lesson", None]))
def test_there_is_a_next_lesson_until_all_are_done(done: frozenset[str], last: str | None) -> None:
    following = next_lesson(COURSE, done, last)
    assert (following is None) == (set(REFS) <= done)
    assert following not in done


@pytest.mark.parametrize(
    ("done", "last", "following"),
    [
        (set(), None, "words/roots"),
        ({"words/roots"}, None, "words/prefixes"),
        (set(), "circulation/heart", "circulation/heart"),
        ({"circulation/heart"}, "circulation/heart", "circulation/lungs"),
        ({"circulation/lungs"}, "circulation/lungs", "words/roots"),
        (set(), "removed/lesson", "words/roots"),
    ],
)
def test_one_goes_on_where_one_stopped(done: set[str], last: str | None, following: str) -> None:
    assert next_lesson(COURSE, done, last) == following


def test_a_done_lesson_stays_done_when_opened_again() -> None:
    opened = {"words/roots", "words/prefixes"}
    found = [standing(ref, {"words/roots"}, opened) for ref in REFS[:3]]
    assert found == ["done", "under_way", "not_started"]


def test_neighbours_cross_the_bounds_of_modules() -> None:
    assert neighbours(COURSE, "words/roots") == (None, "words/prefixes")
    assert neighbours(COURSE, "circulation/heart") == ("words/prefixes", "circulation/lungs")
    assert neighbours(COURSE, "circulation/lungs") == ("circulation/heart", None)


def test_advice_names_what_exists_and_is_not_done() -> None:
    modules = {module.ref: module for module in COURSE}
    heart = ("circulation", "circulation/heart")
    assert advice(modules, *heart, done=set()) == Advice(("words",), ("words/roots",))
    assert advice(modules, *heart, done={"words/roots"}) == Advice(("words",), ())
    assert advice(modules, *heart, done=set(REFS)) == Advice()
