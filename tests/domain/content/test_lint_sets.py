"""Faults that show over many items: lengths, positions, duplicates, negatives, counts."""

from __future__ import annotations

from app.domain.content.lint.bank import binomial_tail
from app.domain.content.lint.run import counts
from app.domain.content.reader import read_tree
from tests.domain.content.linting import lint_of, rules_of
from tests.domain.content.samples import SINGLE, library_files

WORDS = (
    *("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "islet", "jetty"),
    *("knoll", "lagoon", "marsh", "north", "ocean", "prairie", "quarry", "ridge", "steppe"),
)


def item(number: int, key_at: int, stem: str = "", options: tuple[str, ...] = ()) -> str:
    """An item of its own words whose key stands at a place."""
    one, two = WORDS[number % 19], WORDS[(number // 19 + 7 * number) % 19]
    texts = options or tuple(f"a {word} of {one}" for word in ("list", "form", "note", "card"))
    rows = "".join(
        f"  - text: {text}\n    correct: {'true' if at == key_at else 'false'}\n"
        + ("" if at == key_at else "    misconception: other\n")
        + f"    rationale: It is {two} {text} {at} which is why the {one} wants it or not.\n"
        for at, text in enumerate(texts)
    )
    stem = stem or f"{one} {two} {number} {two} {one}, {number} times {one} by {two}. What is due?"
    start = SINGLE.replace("d1-clock", f"d1-{number}").partition("stem: |")[0]
    rest = SINGLE[SINGLE.index("source: {id") :].replace("answer: A", f"answer: {'ABCD'[key_at]}")
    return f"{start}stem: |\n  {stem}\noptions:\n{rows}{rest}"


def bank(*items: str) -> dict[str, str]:
    files = {path: text for path, text in library_files().items() if "/items/" not in path}
    return files | {f"question_bank/items/d1/i{n}.yml": text for n, text in enumerate(items)}


def set_rules(files: dict[str, str]) -> set[str]:
    return rules_of(lint_of(files)) & {"L1", "L2", "L10", "l10", "negative", "ref"}


def test_keys_spread_over_the_letters_pass() -> None:
    assert set_rules(bank(*(item(n, n % 4) for n in range(40)))) == set()


def test_keys_always_at_one_letter_fail() -> None:
    assert set_rules(bank(*(item(n, 1) for n in range(40)))) == {"L2"}


def test_fewer_than_forty_items_are_not_judged_by_letter() -> None:
    assert set_rules(bank(*(item(n, 1) for n in range(39)))) == set()


def test_keys_that_are_mostly_the_longest_fail() -> None:
    def long_key(number: int) -> str:
        texts = ["a list", "a form", "a note", "a card"]
        texts[number % 4] += " here"
        return item(number, number % 4, options=tuple(texts))

    assert "L1" in set_rules(bank(*(long_key(n) for n in range(40))))


def test_two_items_with_nearly_the_same_words_fail() -> None:
    stem = "The clerk of a ward hands you a form that nobody signed at the end of {}. What is due?"
    alike = [
        item(n, 0, stem.format(when), ("a list", "a form", "a note", "a card"))
        for n, when in enumerate(("May 2026", "June 2025"))
    ]
    assert set_rules(bank(*alike)) == {"L10"}


def test_items_of_one_family_may_be_alike() -> None:
    stem = "The clerk of a ward hands you a form that nobody signed at the end of {}. What is due?"
    alike = [
        item(n, 0, stem.format(n), ("a list", "a form", "a note", "a card")).replace(
            "status: live", "family: forms\nstatus: live"
        )
        for n in range(2)
    ]
    assert set_rules(bank(*alike)) == set()


def test_one_answer_from_one_place_more_than_three_times_warns() -> None:
    same = ("an update", "a form", "a note", "a card")
    assert set_rules(bank(*(item(n, 0, options=same) for n in range(4)))) == {"l10"}
    assert set_rules(bank(*(item(n, 0, options=same) for n in range(3)))) == set()


def test_more_than_three_percent_of_negative_items_fail() -> None:
    def negative(number: int) -> str:
        text = item(number, number % 4)
        if number < 4:
            text = text.replace("What is due?", "Which is NOT due?")
            text = text.replace("writer: w1", "negative: true\nwriter: w1")
        return text

    assert "negative" in set_rules(bank(*(negative(n) for n in range(100))))
    assert "negative" not in set_rules(bank(*(negative(n) for n in range(1, 101))))


def test_an_id_that_stands_twice_fails() -> None:
    files = library_files()
    files["content/glossary.yml"] += files["content/glossary.yml"]
    assert set_rules(files) == {"ref"}


def test_the_chance_of_a_tail() -> None:
    assert binomial_tail(0, 10, 0.25) == 1
    assert abs(binomial_tail(2, 2, 0.25) - 0.0625) < 1e-12


def test_counts_of_what_there_is() -> None:
    assert counts(read_tree(library_files())) == {
        "modules": 1,
        "lessons": 1,
        "figures": 1,
        "items": 2,
        "items_by_domain": {"1": 1, "3": 1},
        "charts": 1,
        "decks": 1,
        "cards": 2,
    }
