"""Charts and rates as the commands find them on disk, without a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from app.domain.charts.reading import ChartError, from_data
from app.domain.charts.values import Chart
from app.domain.content.places import Bundle
from app.domain.content.problems import Problem
from app.domain.content.reader import read_bundle
from app.domain.payment.money import BaseRates, read_rates
from app.operations.content_files import ContentFileError, read_text

CHARTS = Path("question_bank") / "charts"
RATES = Path("content") / "rates"


class UnknownChartError(LookupError):
    """Neither a folder of a chart nor the slug of one."""


class ChartProblemsError(ValueError):
    """The chart's files cannot be read; ``problems`` say where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


def find_chart(name: str, roots: Sequence[Path]) -> Chart:
    """The chart of a folder or, by its slug, of the content roots.

    Raises UnknownChartError, and ChartProblemsError for one that cannot be read.
    """
    if (Path(name) / "chart.yml").is_file():
        return read_folder(Path(name))
    for folder in chart_folders(roots):
        if folder.name == name:
            return read_folder(folder)
    raise UnknownChartError(f"There is no chart {name!r}; 'flask charts list' names them.")


def chart_folders(roots: Sequence[Path]) -> Iterator[Path]:
    """The folders of all charts, root by root in the order of their names."""
    for root in roots:
        yield from (path.parent for path in sorted((root / CHARTS).glob("*/chart.yml")))


def read_folder(folder: Path) -> Chart:
    """The chart of one folder; raises ChartProblemsError."""
    paths = [folder / "chart.yml", folder / "key.yml", *sorted((folder / "documents").glob("*.md"))]
    try:
        files = {
            path.relative_to(folder).as_posix(): read_text(path, path.as_posix())
            for path in paths
            if path.exists()
        }
    except ContentFileError as error:
        raise ChartProblemsError([Problem(folder.as_posix(), 1, "path", str(error))]) from None
    document, problems = read_bundle(Bundle("chart", folder.as_posix(), files))
    if document is None:
        raise ChartProblemsError(problems)
    try:
        return from_data(document.data)
    except ChartError as error:
        raise ChartProblemsError([document.problem("schema", str(error))]) from None


def find_rates(day: date, roots: Sequence[Path]) -> BaseRates | None:
    """The inpatient rates in force on a day; None where no content root has them."""
    for root in roots:
        for path in sorted((root / RATES).glob("ipps-*.yml")):
            name = path.relative_to(root).as_posix()
            document, _ = read_bundle(Bundle("rates", name, {"": read_text(path, name)}))
            rates = read_rates(document.data) if document else None
            if rates and rates.in_force(day):
                return rates
    return None
