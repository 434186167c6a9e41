"""Search as one types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codesets.values import System
from app.reference import SqliteCodeBook
from app.reference.synonyms import LONGEST, synonyms


def codes(
    book: SqliteCodeBook, text: str, system: System | None = None, limit: int = 10
) -> list[str]:
    return [result.code for result in book.search(text, system, limit)]


@pytest.mark.parametrize("text", ["I21.4", "i214", " i21 4 ", "I21-4"])
def test_a_code_is_found_with_and_without_its_dot(book: SqliteCodeBook, text: str) -> None:
    found = book.search(text)
    assert found[0].code == "I21.4"
    assert found[0].why == "code"


def test_a_beginning_of_a_code_lists_what_begins_so(book: SqliteCodeBook) -> None:
    assert codes(book, "j18")[:3] == ["J18", "J18.0", "J18.1"]
    assert all(code.startswith("0SR9") for code in codes(book, "0sr9"))
    assert codes(book, "470")[0] == "470"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pneumonia", "J18.9"),
        ("copd", "J44.9"),
        ("copd exac", "J44.1"),
        ("uti", "N39.0"),
        ("diab ckd insul", "E11.22"),
        ("htn", "I10"),
        ("chf", "I50.9"),
        ("stroke", "I63.9"),
        ("sugar", "E11.9"),
        ("tha", "0SR90JA"),
        ("nstemi", "I21.4"),
        ("dvt", "I82.409"),
        ("afib", "I48.91"),
        ("sob", "R06.02"),
        ("heart attack", "I21.9"),
        ("high blood pressure", "I10"),
        ("kidney stones", "N20.0"),
        ("covid 19", "U07.1"),
        ("asthma", "J45.909"),
        ("chest pain", "R07.9"),
        ("type 2 diabetes", "E11.9"),
        ("broken hip", "S72.009A"),
    ],
)
def test_what_coders_type_leads_to_the_code_they_mean(
    book: SqliteCodeBook, text: str, code: str
) -> None:
    assert codes(book, text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("lap chole", "0FT44ZZ"), ("appendectomy", "0DTJ4ZZ"), ("thoracentesis", "0W993ZZ")],
)
def test_procedures_are_found_by_the_terms_of_the_index(
    book: SqliteCodeBook, text: str, code: str
) -> None:
    assert code in codes(book, text, "pcs", 3)


def test_words_may_come_in_any_order_and_unfinished(book: SqliteCodeBook) -> None:
    whole = codes(book, "acute systolic heart failure")
    assert whole[0] == "I50.21"
    assert codes(book, "fail heart syst acu")[0] == "I50.21"


def test_inclusion_terms_are_found_and_quoted(book: SqliteCodeBook) -> None:
    found = book.search("menorrhagia")[0]
    assert found.code == "N92.0"
    assert found.why == "inclusion term: Menorrhagia NOS"


def test_titles_come_before_inclusion_terms_and_notes(book: SqliteCodeBook) -> None:
    whys = [result.why for result in book.search("bronchopneumonia", "cm", 30)]
    titles = [why == "title" for why in whys]
    assert titles == sorted(titles, reverse=True)
    assert any(why.startswith("inclusion term") for why in whys)


@pytest.mark.parametrize(
    ("typed", "meant", "code"),
    [
        ("pnuemonia", "pneumonia", "J18.9"),
        ("hypertention", "hypertension", "I10"),
        ("diarhea", "diarrhea", "R19.7"),
        ("astma", "asthma", "J45.909"),
        ("appendicittis", "appendicitis", "K35.80"),
    ],
)
def test_one_typing_error_a_word_is_survived_and_said(
    book: SqliteCodeBook, typed: str, meant: str, code: str
) -> None:
    found = book.search(typed)
    assert code in [result.code for result in found[:3]]
    assert f"for: {meant}" in {result.why for result in found}


def test_an_error_in_one_of_several_words_is_survived(book: SqliteCodeBook) -> None:
    assert codes(book, "acute appendicitus")[0] == "K35.80"


def test_each_result_has_path_and_notes(book: SqliteCodeBook) -> None:
    found = book.search("E11.22")[0]
    assert found.path[0][0] == "4"
    assert {note.kind for note in found.notes} == {"use_additional", "excludes1"}


def test_a_code_set_can_be_chosen_by_argument_or_first_word(book: SqliteCodeBook) -> None:
    assert {result.system for result in book.search("heart failure", "drg")} == {"drg"}
    assert codes(book, "drg heart failure") == codes(book, "heart failure", "drg")
    assert {result.system for result in book.search("pcs knee")} == {"pcs"}


def test_groups_come_after_codes_when_nothing_is_chosen(book: SqliteCodeBook) -> None:
    systems = [result.system == "drg" for result in book.search("cholecystectomy", None, 100)]
    assert systems == sorted(systems)


def test_a_word_that_nothing_holds_is_left_out_and_said(book: SqliteCodeBook) -> None:
    found = book.search("sciatica xyzzy")
    assert found[0].code == "M54.30"
    assert "without: xyzzy" in found[0].why


@pytest.mark.parametrize("text", ["", " ", "...", "xyzzy", "%", '"', "^*", "()", "'; --"])
def test_what_cannot_be_found_gives_no_results(book: SqliteCodeBook, text: str) -> None:
    assert codes(book, text) == []


def test_one_letter_gives_the_commonest_entries(book: SqliteCodeBook) -> None:
    assert "D64.9" in codes(book, "a")


@given(st.text(max_size=30), st.sampled_from([None, "cm", "pcs", "drg"]), st.integers(1, 30))
def test_any_text_is_answered_within_the_limit(
    book: SqliteCodeBook, text: str, system: System | None, limit: int
) -> None:
    found = book.search(text, system, limit)
    assert len(found) <= limit
    assert len({(result.system, result.code) for result in found}) == len(found)
    assert all(result.why for result in found)


def test_synonyms_are_many_and_each_leads_somewhere(book: SqliteCodeBook) -> None:
    assert len(synonyms()) >= 250
    for key, synonym in synonyms().items():
        assert len(key) <= LONGEST
        for code in synonym.codes:
            entry = book.entry("cm", code) or book.entry("pcs", code)
            assert entry is not None, code
            assert entry.billable, code
        for meaning in synonym.meanings:
            found = book.search(" ".join(meaning), None, 1)
            assert found, (key, meaning)
            assert "without" not in found[0].why, (key, meaning)
