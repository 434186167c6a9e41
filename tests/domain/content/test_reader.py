"""The reader makes documents of files, and says where and why it cannot."""

from __future__ import annotations

import pytest

from app.domain.content.problems import Problem
from app.domain.content.reader import canonical_files, read_body, read_tree
from app.domain.content.values import Chart, Library, questions_of
from app.domain.content.writer import write, write_files
from tests.domain.content.samples import (
    FIGURE_PATH,
    FOLDER,
    LESSON_PATH,
    NUMERIC_PATH,
    SINGLE_PATH,
    library_files,
)

KINDS = {
    *("module", "lesson", "figure", "glossary", "sources", "framework", "rates", "item"),
    *("chart", "deck", "blueprint"),
}


def changed(path: str, old: str, new: str) -> Library:
    files = library_files()
    assert old in files[path]
    return read_tree({**files, path: files[path].replace(old, new)})


def only_problem(library: Library) -> Problem:
    assert len(library.problems) == 1, library.problems
    return library.problems[0]


def test_every_kind_is_read_without_a_problem() -> None:
    library = read_tree(library_files())
    assert library.problems == ()
    assert {document.kind for document in library.documents} == KINDS


def test_files_come_back_as_they_were() -> None:
    library = read_tree(library_files())
    written: dict[str, str] = {}
    for document in library.documents:
        written |= write_files(document)
    assert written == library_files()


def test_a_stored_body_is_read_again() -> None:
    for document in read_tree(library_files()).documents:
        again, problems = read_body(document.kind, document.body, document.path)
        assert problems == []
        assert again == document
        assert write(document.value) == document.body


def test_a_chart_is_one_document_of_all_its_files() -> None:
    [chart] = read_tree(library_files()).of("chart")
    assert chart.path == FOLDER
    assert chart.body.startswith("=== chart.yml ===\nref: black-stools\n")
    assert "=== documents/01-note.md ===\n---\ntitle: Note\n" in chart.body
    assert isinstance(chart.value, Chart)
    assert [one.name for one in chart.value.documents] == ["01-note"]


def test_the_hash_is_of_the_body_alone() -> None:
    one = read_tree(library_files()).by_ref["item", "d1-clock"]
    files = library_files()
    files["question_bank/items/d2/moved.yml"] = files.pop(SINGLE_PATH)
    other = read_tree(files).by_ref["item", "d1-clock"]
    assert one.body_hash == other.body_hash
    assert one.path != other.path


def test_line_ends_of_another_system_do_not_matter_to_the_body() -> None:
    files = {path: text.replace("\n", "\r\n") for path, text in library_files().items()}
    library = read_tree(files)
    assert {problem.rule for problem in library.problems} == {"canonical"}
    plain = {document.ref: document.body for document in read_tree(library_files()).documents}
    assert {document.ref: document.body for document in library.documents} == plain


def test_what_the_writer_makes_of_rough_files_is_canonical() -> None:
    files = library_files()
    files[SINGLE_PATH] = files[SINGLE_PATH].replace(
        "blind: {answer: A}", "blind:\n    answer: 'A'\nfamily: ''\nlint_ok: {}"
    )
    assert [problem.rule for problem in read_tree(files).problems] == ["canonical"]
    rewritten = canonical_files(files)
    assert rewritten == {SINGLE_PATH: library_files()[SINGLE_PATH]}


def test_an_unknown_field_is_named_with_its_line() -> None:
    problem = only_problem(changed(SINGLE_PATH, "level: appl", "levle: x\nlevel: appl"))
    assert problem == Problem(SINGLE_PATH, 4, "schema", "levle: this field is not known here")


def test_a_missing_field_inside_a_list_is_named_with_the_line_of_its_row() -> None:
    problem = only_problem(changed(NUMERIC_PATH, "  - value: '0.2'\n    misc", "  - misc"))
    assert problem.message == "wrong.1.value: this field is missing"
    rewritten = library_files()[NUMERIC_PATH].split("\n")
    assert problem.line == rewritten.index("  - value: '0.2'") + 1


def test_a_number_where_text_belongs_says_to_quote_it() -> None:
    problem = only_problem(changed(SINGLE_PATH, "task: '1.5'", "task: 1.5"))
    assert (problem.line, problem.message) == (
        3,
        "task: text is expected here; put it in quotes",
    )


def test_a_problem_in_a_lessons_question_has_the_lines_of_the_lesson() -> None:
    library = changed(LESSON_PATH, "    misconception: next-chamber", "    misconseption: x")
    problem = only_problem(library)
    line = library_files()[LESSON_PATH].split("\n").index("    misconception: next-chamber") + 1
    assert problem.line == line
    assert "misconseption" in problem.message


def test_broken_yaml_is_one_problem_with_its_line() -> None:
    problem = only_problem(changed(SINGLE_PATH, "level: application", "level: [application"))
    assert (problem.rule, problem.path) == ("yaml", SINGLE_PATH)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1\nb: *x\n", "anchors"),
        ("ref: x\nref: y\n", "twice"),
        ("a: !!python/object:os.system x\n", "tag"),
        ("[" * 5000, "nested too deeply"),
        ("a: " + "{b: " * 40 + "1" + "}" * 40, "nested too deeply"),
        ("", "empty"),
        ("? [a, b]\n: c\n", "one word"),
        ("a: 2026-13-45\n", "no date"),
        ("a: \x07\n", "control characters"),
    ],
)
def test_yaml_beyond_the_formats_is_refused(text: str, words: str) -> None:
    problem = only_problem(read_tree({"question_bank/decks/x.yml": text}))
    assert problem.rule == "yaml"
    assert words in problem.message


def test_a_tab_in_a_text_is_refused() -> None:
    problem = only_problem(changed(SINGLE_PATH, "chart shows", "chart\tshows"))
    assert "U+0009" in problem.message


def test_two_documents_cannot_have_one_ref() -> None:
    files = library_files()
    files["question_bank/items/d1/other.yml"] = files[SINGLE_PATH]
    problem = only_problem(read_tree(files))
    assert problem.rule == "ref"
    assert SINGLE_PATH in problem.message


def test_a_file_of_no_format_is_a_problem_and_a_readme_is_not() -> None:
    files = {**library_files(), "content/README.md": "x", "content/notes.txt": "x"}
    assert only_problem(read_tree(files)).path == "content/notes.txt"


def test_a_figure_needs_both_its_files() -> None:
    files = library_files()
    del files[f"{FIGURE_PATH}.svg"]
    assert only_problem(read_tree(files)).path == f"{FIGURE_PATH}.svg"


@pytest.mark.parametrize("missing", ["chart.yml", "key.yml"])
def test_a_chart_needs_its_files(missing: str) -> None:
    files = library_files()
    del files[f"{FOLDER}/{missing}"]
    assert only_problem(read_tree(files)).path == f"{FOLDER}/{missing}"


def test_a_chart_needs_a_document() -> None:
    files = library_files()
    del files[f"{FOLDER}/documents/01-note.md"]
    assert "no documents" in only_problem(read_tree(files)).message


def test_front_matter_is_needed() -> None:
    files = {**library_files(), LESSON_PATH: "# Heart\n"}
    assert "front matter" in only_problem(read_tree(files)).message


def test_a_document_cannot_pose_as_the_start_of_another() -> None:
    path = f"{FOLDER}/documents/01-note.md"
    library = changed(path, "**Impression", "=== key.yml ===\n\n**Impression")
    assert "=== name ===" in only_problem(library).message


@pytest.mark.parametrize(
    "part",
    [
        "<script>x</script>",
        '<rect style="fill:red"/>',
        '<rect fill="#f00"/>',
        '<rect onclick="x"/>',
        '<use href="https://example.org/x.svg#a"/>',
        "<foreignObject/>",
        '<image href="x.png"/>',
        '<g clip-path="url(https://example.org)"/>',
    ],
)
def test_a_drawing_with_script_style_or_outside_parts_is_refused(part: str) -> None:
    library = changed(f"{FIGURE_PATH}.svg", "</svg>", f"{part}\n</svg>")
    assert {problem.rule for problem in library.problems} == {"svg"}


def test_a_drawing_with_a_document_type_is_refused() -> None:
    svg = '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg'
    assert "document type" in only_problem(changed(f"{FIGURE_PATH}.svg", "<svg", svg)).message


def test_a_key_with_two_right_options_is_refused() -> None:
    library = changed(
        SINGLE_PATH, "    correct: false\n    misconception: no-update", "    correct: true"
    )
    assert only_problem(library).message == "exactly one option is correct"


def test_inpatient_charts_need_their_order() -> None:
    library = changed(
        f"{FOLDER}/chart.yml", "inpatient_order: 2026-06-22T14:10", "inpatient_order: null"
    )
    assert "inpatient_order" in only_problem(library).message


@pytest.mark.parametrize("moment", ["2026-06-22", "2026-06-22T14:10:30", "noon"])
def test_a_local_time_has_day_hour_and_minute(moment: str) -> None:
    path = f"{FOLDER}/documents/01-note.md"
    problem = only_problem(changed(path, "2026-06-22T13:02", moment))
    assert problem.line == 6


def test_plain_data_has_every_field() -> None:
    library = read_tree(library_files())
    item = library.by_ref["item", "d1-clock"].data
    assert item["family"] == ""
    assert item["blind"] == {"answer": "A", "agreed": None, "note": ""}
    chart = library.by_ref["chart", "black-stools"].data
    assert chart["documents"]["01-note"]["body"].startswith("**Impression:**")
    assert chart["key"]["diagnoses"][0]["alternatives"] == ()


def test_a_location_leads_to_its_file_and_line() -> None:
    chart = read_tree(library_files()).by_ref["chart", "black-stools"]
    place = chart.place(("key", "diagnoses", 1, "code"))
    assert (place.path, place.line) == (f"{FOLDER}/key.yml", 7)
    assert chart.place(("nowhere",)).line == 1


def test_questions_of_a_lone_item_and_of_other_kinds() -> None:
    library = read_tree(library_files())
    assert len(questions_of(library.by_ref["item", "d1-clock"])) == 1
    assert questions_of(library.by_ref["deck", "word-parts"]) == ()
