"""Exemption from the present-on-admission indicator."""

from __future__ import annotations

import pytest

from app.domain.codesets.poa import poa_exempt


@pytest.mark.parametrize(
    "code",
    [
        "B90.9", "E64.3", "I25.2", "I69.351", "O09.511", "O80", "O94", "P00.2", "Q21.0", "Q99.9",
        "QA0.0101", "S72.001D", "S72.001S", "T81.41XS", "M80.08XD", "M84.750S", "M97.01XD",
        "V43.52XA", "W14.XXXA", "W18.01XA", "W18.30XD", "X50.0XXA", "Y92.009", "Y93.9", "Y99.0",
        "Z00.00", "Z23", "Z33.3", "Z3A.39", "Z68.41", "Z79.4", "Z87.891", "Z96.82", "Z99.2",
    ],
)  # fmt: skip
def test_exempt_codes_of_the_official_list(code: str) -> None:
    assert poa_exempt(code)


@pytest.mark.parametrize(
    "code",
    [
        "A41.9", "I21.4", "I69.91", "J18.9", "L89.153", "M84.40XD", "N18.6", "R65.20", "S02.11AD",
        "S72.001A", "S72.001B", "S82.101C", "T83.113D", "W18.00XA", "W19.XXXD", "W22.042D",
        "X98.3XXD", "Y92.230", "Y93.01", "Y93.11", "Z16.11", "Z20.822", "Z21", "Z33.1", "Z53.09",
        "Z66", "Z72.823", "Z96.641",
    ],
)  # fmt: skip
def test_codes_that_need_an_indicator(code: str) -> None:
    assert not poa_exempt(code)
