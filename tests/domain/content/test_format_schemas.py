"""The JSON schemas in docs/formats are those of the models.

Run this file with Python to write them anew.
"""

from pathlib import Path

import pytest

from app.domain.content.formats.schemas import schema_texts

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "formats"


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_schema_in_the_docs_is_the_one_of_the_model(name: str) -> None:
    path = FOLDER / f"{name}.json"
    stale = "stale: run PYTHONPATH=. python tests/domain/content/test_format_schemas.py"
    assert path.exists(), stale
    assert path.read_text() == schema_texts()[name], stale


def test_every_schema_in_the_docs_has_a_model() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(schema_texts())


if __name__ == "__main__":
    for name, text in schema_texts().items():
        (FOLDER / f"{name}.json").write_text(text)
