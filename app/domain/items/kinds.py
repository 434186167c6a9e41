"""The one interface of all item types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, Self

from app.domain.items.fields import Fields
from app.domain.items.values import Explanation, Presentation, Response, Rule, Verdict


class ItemType(Protocol):
    """A question of one type; a new type is one module with such a class and a registry entry.

    ``order`` is the permutation in which options are displayed: ``"2031"`` shows option 2
    first. It is empty for types without options.
    """

    type: ClassVar[str]
    label: ClassVar[str]

    @property
    def stem(self) -> str: ...

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Build the question from a body's fields; problems are noted in ``fields``."""
        ...

    def order(self, seed: int | str) -> str:
        """The display order for a seed; the same seed gives the same order."""
        ...

    def present(self, order: str) -> Presentation:
        """What may be shown before the answer."""
        ...

    def parse(self, values: Sequence[str]) -> Response | None:
        """Read the values of the form field ``choice``; None means no answer.

        Raises ResponseFault with a sentence for the learner.
        """
        ...

    def mask(self, response: Response | None) -> int:
        """Bits of the chosen options in own order; 0 for types without options."""
        ...

    def score(self, response: Response | None, rule: Rule) -> Verdict: ...

    def explain(self, response: Response | None, order: str) -> Explanation:
        """Feedback for every option, in display order."""
        ...
