"""Which ICD-10-CM codes are exempt from the present-on-admission indicator (FY2026).

The rules reproduce the agency's list of 38,349 exempt codes: whole categories, injuries and
external causes by their episode of care, and what differs from either.
"""

from __future__ import annotations

from functools import lru_cache

_EXEMPT_CATEGORIES = """
B90-B94 E64 I69 O09 O80 O94 P00 Q00-QA0 V00-V99 W14-W15 W17 W21 W24 W26 W28-W42 W52-W56 W58-W64
W69-W74 W89 W92-W99 X30-X32 X35 X39-X52 X71-X77 X81-X83 Y02-Y03 Y07-Y08 Y21 Y24 Y30 Y32 Y36-Y37
Y92-Y93 Y99-Z03 Z05-Z15 Z17-Z19 Z22-Z31 Z34-Z3A Z41-Z52 Z55-Z59 Z62-Z65 Z67-Z73 Z75-Z76 Z78-Z95
Z97-Z99
"""

# Exempt unless the seventh character says initial encounter (A, B, C).
_EXEMPT_AFTER_INITIAL = """
M80 M97 S00-T28 T33-T85 T88 W09 W16 W18 W22 W27 W44 W49 W57 W65-W67 W85-W88 W90 X02-X04 X34
X36-X38 X92-Y01 Y04 Y22-Y23 Y35 Y38
"""

# What differs from the rule of its category; the longest beginning of the code decides.
_EXCEPTIONS = {
    "exempt": """
    I252 O665 P293 P7884 P838 P918 W167 W168 W169 W1801XA W2202XA W221 W270XXA W271XXA W278XXA
    W450XX X980XXA Y233XXA Y239XXA Z048 Z20821 Z333 Z4003 Z408 Z533 Z7401 Z771 Z773 Z9682
    """,
    "reported": """
    I6991 S0211AD S0211CD S99121S S99239S T83113 T83123 V0081 V0083 V0313 W16322D W172XX W1789XA
    W22042D W240XXA W260XX W429XXA W5901XA X710XX X711XXA X712XXA X983XXD Y232XXS Y249XXA Y9223
    Y92530 Y92538 Y930 Y9311 Z72823
    """,
    "after_initial": "M8475 W453XX",
}


def poa_exempt(code: str) -> bool:
    """Whether no present-on-admission indicator is reported for a billable ICD-10-CM code.

    Source: CMS, Present on Admission exempt list, FY2026.
    """
    bare = code.replace(".", "")
    rule = _rule(bare)
    if rule == "after_initial":
        return len(bare) == 7 and bare[6] not in "ABC"
    return rule == "exempt"


def _rule(bare: str) -> str:
    for length in range(len(bare), 3, -1):
        if rule := _BY_BEGINNING.get(bare[:length]):
            return rule
    return _category_rule(bare[:3])


@lru_cache(maxsize=4096)
def _category_rule(category: str) -> str:
    for rule, ranges in _BY_CATEGORY.items():
        if any(first <= category <= last for first, last in ranges):
            return rule
    return "reported"


def _ranges(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((part.split("-")[0], part.split("-")[-1]) for part in text.split())


_BY_CATEGORY = {
    "exempt": _ranges(_EXEMPT_CATEGORIES),
    "after_initial": _ranges(_EXEMPT_AFTER_INITIAL),
}
_BY_BEGINNING = {
    beginning: rule for rule, text in _EXCEPTIONS.items() for beginning in text.split()
}
