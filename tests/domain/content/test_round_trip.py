"""Whatever values a document has, writing and reading gives them back, and in one form only."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.content.blocks import join_blocks, split_blocks
from app.domain.content.formats import charts, common, course, items, library, practice
from app.domain.content.reader import read_body
from app.domain.content.shuffle import shuffled_files
from app.domain.content.values import (
    Chart,
    ChartDocument,
    Figure,
    Glossary,
    Kind,
    Lesson,
    Sources,
    Value,
)
from app.domain.content.writer import join_members, split_members, write, write_model
from tests.domain.content.samples import SVG
from tests.domain.content.strategies import (
    dates,
    filled_lines,
    filled_texts,
    lines,
    minutes,
    slugs,
    texts,
)

decimals = st.decimals(-99999, 99999, places=2).map(str)
lesson_refs = st.builds("{}/{}".format, slugs, slugs)
tasks = st.lists(st.sampled_from(["1.1", "4.1", "S.2"]), min_size=1, max_size=3).map(tuple)
waivers = st.dictionaries(st.sampled_from(["L1", "L5", "cpt"]), filled_lines, max_size=2)
citations = st.builds(common.Citation, id=slugs, locator=lines, checked=dates)
codes = st.sampled_from(["K26.0", "D62", "E11.9", "I10"])
pcs = st.sampled_from(["0W3P8ZZ", "3E03317", "0016070"])


def many(strategy: st.SearchStrategy[Any], low: int = 0, high: int = 3) -> Any:
    return st.lists(strategy, min_size=low, max_size=high).map(tuple)


def options(correct: list[bool]) -> Any:
    return st.tuples(
        *(
            st.builds(
                items.Option,
                text=filled_texts,
                correct=st.just(one),
                misconception=st.one_of(st.just(""), slugs),
                rationale=texts,
            )
            for one in correct
        )
    )


facts: dict[str, Any] = {
    "ref": slugs,
    "task": st.just("1.5"),
    "level": st.just("recall"),
    "lesson": st.one_of(st.just(""), lesson_refs),
    "purpose": st.just("mock"),
    "status": st.just("live"),
    "stem": filled_texts,
    "source": citations,
    "angoff": st.builds(
        items.Angoff,
        ratings=many(st.builds(items.Rating, rater=slugs, value=st.just(65))),
        provisional=st.booleans(),
    ),
    "negative": st.booleans(),
    "writer": slugs,
    "blind": st.builds(items.Blind, answer=lines, agreed=st.none() | st.booleans(), note=texts),
    "lint_ok": waivers,
}
singles = st.builds(
    items.SingleItem, type=st.just("single"), options=options([False, True, False]), **facts
)
multiples = st.builds(
    items.MultipleItem,
    type=st.just("multiple"),
    choose=st.just(2),
    options=options([True, False, True]),
    **facts,
)
numeric: dict[str, Any] = {
    "type": st.just("numeric"),
    "answer": decimals,
    "tolerance": decimals,
    "unit": lines,
    "places": st.integers(0, 3),
    "formula": filled_lines,
    "rationale": filled_texts,
    "wrong": many(st.builds(items.WrongValue, value=decimals, rationale=texts)),
}
numerics = st.builds(items.NumericItem, **{**facts, **numeric})
scenarios = st.builds(
    items.ScenarioSet,
    ref=slugs,
    type=st.just("scenario"),
    exhibit=filled_texts,
    items=many(st.one_of(singles, multiples, numerics), 3, 3),
)
checks = st.builds(items.CheckNumeric, id=slugs.map("cy-{}".format), stem=filled_texts, **numeric)


@st.composite
def lessons(draw: st.DrawFn) -> Lesson:
    front = draw(
        st.builds(
            course.LessonFront,
            ref=lesson_refs,
            title=filled_lines,
            module=slugs,
            tasks=tasks,
            curriculum=st.just(("SBK",)),
            objectives=many(
                st.builds(course.Objective, text=filled_lines, bloom=st.just("apply")), 1
            ),
            minutes=st.integers(1, 60),
            edition=lines,
            review_by=dates,
            sources=many(citations),
            figures=many(slugs),
            glossary=many(slugs),
            requires=many(lesson_refs),
            blind=st.builds(common.BlindReading, result=texts, note=texts),
            lint_ok=waivers,
        )
    )
    questions = draw(many(checks))
    parts = [f"## Part\n\n```cy\n{write_model(one)}```" for one in questions]
    body = "\n\n".join(["Scene.", "```figure\nheart\n```", *parts])
    return Lesson(front, join_blocks(list(split_blocks(body))), questions)


evidence = many(st.builds(charts.Evidence, document=st.just("01-note"), quote=filled_texts), 1, 2)
diagnoses = st.builds(
    charts.KeyDiagnosis,
    code=codes,
    poa=many(st.sampled_from(["Y", "N", "exempt"])),
    alternatives=many(codes),
    evidence=evidence,
    why=filled_texts,
)
procedures = st.builds(
    charts.KeyProcedure,
    code=pcs,
    date=dates,
    alternatives=many(pcs),
    evidence=evidence,
    why=filled_texts,
)
keys = st.builds(
    charts.Key,
    diagnoses=many(diagnoses, 1),
    optional_diagnoses=many(diagnoses),
    procedures=many(procedures),
    optional_procedures=many(procedures),
    principal_candidates=many(codes),
    sequence=many(
        st.builds(
            charts.Sequence, before=codes, after=codes, rule=st.just("I.A.13"), why=filled_texts
        )
    ),
    wrong=many(
        st.builds(
            charts.WrongCode,
            code=codes,
            system=st.just("cm"),
            rule=st.just("I.B.5"),
            why=filled_texts,
            instead_of=st.just("") | codes,
            evidence=evidence,
        )
    ),
    discharge_status=st.sampled_from(["01", "20"]),
    teaching=many(st.builds(charts.Teaching, rule=st.just("II.B"), text=filled_texts)),
)
encounters = st.builds(
    charts.Encounter,
    ref=slugs,
    title=filled_lines,
    setting=st.just("clinic"),
    specialty=filled_lines,
    level=st.integers(1, 5),
    minutes=st.integers(1, 60),
    record_number=filled_lines,
    patient=st.builds(
        charts.Patient,
        name=filled_lines,
        sex=st.just("F"),
        birth_date=st.just(common.date(1930, 1, 1)),
    ),
    facility=filled_lines,
    admitted=st.just(common.date(2026, 5, 1)),
    discharged=st.just(common.date(2026, 5, 1)),
    inpatient_order=st.none(),
    payer=filled_lines,
    tasks=tasks,
    lessons=many(lesson_refs),
    sample=st.booleans(),
    writer=slugs,
    blind=st.builds(common.BlindReading, result=texts, note=texts),
    lint_ok=waivers,
)
documents = st.builds(
    ChartDocument,
    name=st.just("01-note"),
    front=st.builds(
        charts.DocumentFront,
        title=filled_lines,
        kind=st.just("progress"),
        author=filled_lines,
        credential=lines,
        written=minutes,
        signed=st.none() | minutes,
    ),
    text=filled_texts,
)
chart_values = st.builds(Chart, encounter=encounters, key=keys, documents=many(documents, 1, 1))
figures = st.builds(
    Figure,
    front=st.builds(
        course.FigureFront,
        ref=slugs,
        title=filled_lines,
        teaches=filled_texts,
        caption=filled_texts,
        text=filled_texts,
        source=st.builds(course.FigureSource, id=slugs, locator=lines),
        licence=filled_lines,
        kind=st.just("diagram"),
        labels=many(st.builds(course.FigureLabel, id=slugs, text=filled_lines)),
    ),
    svg=st.just(SVG.strip()),
)
terms = st.builds(
    library.Term,
    term=filled_lines,
    ref=slugs,
    definition=filled_texts,
    pronunciation=lines,
    parts=lines,
    lesson=lesson_refs,
)
sources = st.builds(
    library.Source,
    id=slugs,
    title=filled_lines,
    kind=st.just("cfr"),
    publisher=filled_lines,
    url=lines,
    edition=lines,
    checked=dates,
    seen=filled_texts,
)
decks = st.builds(
    practice.Deck,
    ref=slugs,
    title=filled_lines,
    summary=filled_texts,
    two_way=st.booleans(),
    cards=st.builds(
        practice.Card, id=slugs, front=filled_texts, back=filled_texts, note=texts, example=texts
    ).map(lambda card: (card,)),
)
documents_of_any_kind = st.one_of(
    st.tuples(st.just("item"), st.one_of(singles, multiples, numerics, scenarios)),
    st.tuples(st.just("lesson"), lessons()),
    st.tuples(st.just("chart"), chart_values),
    st.tuples(st.just("figure"), figures),
    st.tuples(st.just("glossary"), many(terms, 1).map(Glossary)),
    st.tuples(st.just("sources"), many(sources, 1).map(Sources)),
    st.tuples(st.just("deck"), decks),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(documents_of_any_kind)
def test_reading_what_was_written_gives_the_value_and_the_same_text(
    case: tuple[Kind, Value],
) -> None:
    kind, value = case
    body = write(value)
    document, problems = read_body(kind, body)
    assert problems == []
    assert document is not None
    assert document.value == value
    assert document.body == body


@settings(max_examples=40)
@given(st.dictionaries(slugs.map("{}.yml".format), filled_texts.map("{}\n".format), min_size=2))
def test_joined_files_are_split_again(members: dict[str, str]) -> None:
    assert split_members(join_members(members)) == members


@given(st.lists(st.sampled_from(["Text.", "```figure", "```cy", "```", "~~~", "  x", "", "a: 1"])))
def test_the_blocks_of_any_body_have_one_form(parts: list[str]) -> None:
    body = join_blocks(list(split_blocks("\n".join(parts))))
    assert join_blocks(list(split_blocks(body))) == body


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(singles, multiples, scenarios))
def test_shuffling_moves_options_once_and_changes_no_answer(value: Any) -> None:
    files = {"question_bank/items/d1/x.yml": write(value)}
    once = files | shuffled_files(files)
    assert shuffled_files(once) == {}
    before, after = read_body("item", write(value))[0], read_body("item", *once.values())[0]
    assert before is not None
    assert after is not None
    for old, new in zip(all_questions(before.value), all_questions(after.value), strict=True):
        assert sorted(map(repr, old)) == sorted(map(repr, new))


def all_questions(value: Any) -> list[tuple[Any, ...]]:
    return [one.options for one in getattr(value, "items", [value]) if hasattr(one, "options")]
