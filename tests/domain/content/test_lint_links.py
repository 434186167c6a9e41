"""Links between documents, figures, and the skeleton of lessons, each hit and missed."""

from __future__ import annotations

import pytest

from tests.domain.content.linting import changed, lint_of, rules_of
from tests.domain.content.samples import (
    FIGURE_PATH,
    FOLDER,
    LESSON_PATH,
    SINGLE_PATH,
    library_files,
)

MODULE_PATH = "content/modules/body-circulation/module.yml"


def problems(path: str, *pairs: tuple[str, str]) -> set[str]:
    return {one.rule for one in lint_of(changed(path, *pairs)).problems}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (MODULE_PATH, "lessons: [body-circulation/heart]", "lessons: [body-circulation/lung]"),
        (MODULE_PATH, "tasks: [S.1]", "tasks: ['6.8']"),
        (MODULE_PATH, "lessons:", "requires: [nowhere]\nlessons:"),
        (LESSON_PATH, "module: body-circulation", "module: nowhere"),
        (LESSON_PATH, "[[atrium|atria]]", "[[atria]]"),
        (LESSON_PATH, "glossary: [atrium]", "glossary: [atrium, valve]"),
        (LESSON_PATH, "figures: [heart-section]", "figures: []"),
        (LESSON_PATH, "figures: [heart-section]", "figures: [heart-section, lungs]"),
        (LESSON_PATH, "```figure\nheart-section", "```figure\nlungs"),
        (LESSON_PATH, "[[organ:heart|", "[[organ:liver|"),
        (LESSON_PATH, "id: cfr-45-164", "id: cfr-45-1"),
        (LESSON_PATH, "minutes: 20", "minutes: 20\nrequires: [a/b]"),
        (SINGLE_PATH, "status: live", "lesson: a/b\nstatus: live"),
        (SINGLE_PATH, "task: '1.5'", "task: '1.6'"),
        (f"{FIGURE_PATH}.yml", "source: {id: own-drawing}", "source: {id: nobody}"),
        (f"{FOLDER}/chart.yml", "tasks: ['4.1']", "tasks: ['4.1', '4.2']"),
        (f"{FOLDER}/chart.yml", "tasks: ['4.1']", "tasks: ['4.1']\nlessons: [a/b]"),
        ("content/glossary.yml", "lesson: body-circulation/heart", "lesson: a/b"),
        ("content/rates/ipps-2026.yml", "id: cfr-45-164", "id: nobody"),
        ("content/frameworks/rhit-2023.yml", "source: cfr-45-164", "source: nobody"),
        ("question_bank/blueprints/tiny.yml", "framework: rhit-2023", "framework: nobody"),
        ("question_bank/blueprints/tiny.yml", "'3': {count", "'5': {count"),
    ],
)
def test_a_name_that_leads_nowhere(path: str, old: str, new: str) -> None:
    assert "links" in problems(path, (old, new))


def test_a_name_close_to_another_is_suggested() -> None:
    report = lint_of(changed(LESSON_PATH, ("[[atrium|", "[[atriun|")))
    assert "did you mean atrium?" in report.problems[0].message


def test_a_broken_link_has_the_line_of_its_block() -> None:
    report = lint_of(changed(LESSON_PATH, ("[[atrium|", "[[valve|")))
    lines = library_files()[LESSON_PATH].split("\n")
    assert report.problems[0].line == lines.index("---", 1) + 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('data-label="heart"', 'data-label="lung"'),
        ("<text>Heart</text>", "<text></text>"),
        ('viewBox="0 0 360 200"', ""),
        ('viewBox="0 0 360 200"', 'viewBox="0 0 900 200"'),
        ("<text>", '<text font-size="11">'),
        ('viewBox="0 0 360 200">', 'viewBox="0 0 600 200"><text font-size="14">x</text>'),
    ],
)
def test_a_drawing_that_lacks_labels_or_room(old: str, new: str) -> None:
    assert problems(f"{FIGURE_PATH}.svg", (old, new)) == {"figure"}


def test_an_anatomy_figure_without_labels() -> None:
    assert problems(f"{FIGURE_PATH}.yml", ("labels:\n  - {id: heart, text: Heart}", "labels: []"))


def test_a_figure_that_no_lesson_shows() -> None:
    pairs = (("figures: [heart-section]", "figures: []"), ("```figure\nheart-section\n```", "x"))
    assert "unused-figure" in problems(LESSON_PATH, *pairs)


SCENE = "A scene at the desk."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("bloom: apply", "bloom: understand", "apply or higher"),
        ("minutes: 20", "minutes: 5", "5 minutes"),
        ("review_by: 2027-10-01", "review_by: 2026-10-01", "review was due"),
        ("## Where people go wrong", "## Errors", "last section"),
        (SCENE, f"## Scene\n\n{SCENE}", "open with a scene"),
    ],
)
def test_the_skeleton_of_a_lesson_warns(old: str, new: str, words: str) -> None:
    def messages(files: dict[str, str]) -> list[str]:
        return [one.message for one in lint_of(files).warnings if one.rule == "skeleton"]

    assert any(words in message for message in messages(changed(LESSON_PATH, (old, new))))
    assert not any(words in message for message in messages(library_files()))


def test_long_sentences_warn() -> None:
    long = f"{SCENE} It {'goes on and ' * 15}ends."
    report = lint_of(changed(LESSON_PATH, (SCENE, long)))
    assert any("longest sentence" in one.message for one in report.warnings)


def test_a_scenario_with_a_thin_exhibit_warns() -> None:
    files = library_files()
    one = files.pop(SINGLE_PATH)
    members = "".join(
        "  - " + one.replace("d1-clock", f"d1-clock-{n}").rstrip().replace("\n", "\n    ") + "\n"
        for n in range(3)
    )
    files[SINGLE_PATH] = f"ref: d1-set\ntype: scenario\nexhibit: A short note.\nitems:\n{members}"
    report = lint_of(files)
    assert "length" in rules_of(report)
    assert {one.rule for one in report.problems} == {"L10"}
