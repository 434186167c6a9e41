"""The rules that findings name, each with its heading.

Numbers are those of the ICD-10-CM Official Guidelines for Coding and Reporting FY 2026, the
ICD-10-PCS Official Guidelines FY 2026 (one letter and numbers, such as B3.8), and the Uniform
Hospital Discharge Data Set.
"""

from __future__ import annotations

import re

UHDDS = "UHDDS"
APPENDIX_I = "App.I"
_PCS = re.compile(r"[ABCDEF]\d")

HEADINGS: dict[str, str] = {
    "I.A.4": "placeholder character",
    "I.A.5": "7th characters",
    "I.A.12.a": "Excludes1",
    "I.A.13": "etiology and manifestation",
    "I.A.15": "the word with",
    "I.A.17": "code also",
    "I.A.19": "code assignment and clinical criteria",
    "I.B.1": "locating a code in the ICD-10-CM",
    "I.B.2": "level of detail in coding",
    "I.B.4": "signs and symptoms",
    "I.B.5": "conditions that are an integral part of a disease process",
    "I.B.6": "conditions that are not an integral part of a disease process",
    "I.B.7": "multiple coding for a single condition",
    "I.B.8": "acute and chronic conditions",
    "I.B.9": "combination code",
    "I.B.10": "sequela",
    "I.B.12": "reporting the same diagnosis code more than once",
    "I.B.13": "laterality",
    "I.B.14": "documentation by other clinicians",
    "I.B.16": "documentation of complications of care",
    "I.C.1.d": "sepsis, severe sepsis and septic shock",
    "I.C.2": "neoplasms",
    "I.C.4.a": "diabetes mellitus",
    "I.C.9.a": "hypertension",
    "I.C.9.e": "acute myocardial infarction",
    "I.C.15.a.6": "7th character for the fetus",
    "I.C.19.a": "7th characters in chapter 19",
    "I.C.19.e": "adverse effects, poisoning, underdosing and toxic effects",
    "I.C.20": "external causes of morbidity",
    "I.C.21.c.3": "status",
    "II": "selection of the principal diagnosis",
    "II.A": "symptoms, signs and ill-defined conditions as principal diagnosis",
    "II.B": "two or more interrelated conditions",
    "II.C": "two or more diagnoses that equally meet the definition",
    "II.H": "uncertain diagnosis",
    "III": "reporting additional diagnoses",
    "III.A": "previous conditions",
    "III.B": "abnormal findings",
    "III.C": "uncertain diagnosis",
    "IV.A": "selection of the first-listed condition",
    "IV.D": "codes that describe symptoms and signs",
    "IV.H": "uncertain diagnosis in outpatients",
    "IV.I": "chronic diseases",
    "IV.J": "all documented conditions that coexist",
    APPENDIX_I: "present on admission reporting",
    UHDDS: "Uniform Hospital Discharge Data Set",
    "A6": "index and tables",
    "A8": "seven characters",
    "A11": "terms as PCS defines them",
    "B2.1a": "body systems for anatomical regions",
    "B3.1a": "definition of the root operation",
    "B3.1b": "integral parts of a procedure",
    "B3.2": "multiple procedures",
    "B3.7": "Control and more specific root operations",
    "B3.8": "Excision and Resection",
    "B3.11a": "inspection on the way to a procedure",
    "B4.1a": "body part values",
    "B4.4": "coronary arteries",
    "B6.1a": "devices that remain",
}

AXIS_RULES: dict[int, str] = {3: "B3.1a", 4: "B4.1a", 6: "B6.1a"}
"""Rule for a wrong character of a procedure code by its position; others rest on A11."""


def heading(rule: str) -> str:
    """Heading of the rule, or of the nearest section above it that has one; else empty."""
    at = rule
    while at:
        if at in HEADINGS:
            return HEADINGS[at]
        at = at.rpartition(".")[0]
    return ""


def cite(rule: str) -> str:
    """The rule as a sentence names it: ``"guideline I.B.2 (level of detail in coding)"``."""
    if rule == UHDDS:
        return "the UHDDS definitions"
    if rule == APPENDIX_I:
        return "Appendix I of the guidelines (present on admission reporting)"
    if "CFR" in rule:
        return rule
    name = "PCS guideline" if _PCS.match(rule) else "guideline"
    return f"{name} {rule} ({heading(rule)})" if heading(rule) else f"{name} {rule}"


def rule_of_missed(code: str, outpatient: bool) -> str:
    """The rule that asks for a secondary diagnosis which is not in the coding."""
    if code[0] in "VWXY":
        return "I.C.20"
    for category, rule in (
        ("B95", "I.B.7"), ("B96", "I.B.7"), ("B97", "I.B.7"), ("Z68", "I.B.14"),
        ("R29.7", "I.B.14"), ("Z79", "I.C.21.c.3"),
    ):  # fmt: skip
        if code.startswith(category):
            return rule
    if "T36" <= code[:3] <= "T65":
        return "I.C.19.e"
    return "IV.J" if outpatient else "III"


def rule_against_first(code: str, outpatient: bool) -> str:
    """The rule that keeps a code out of the first place, judged by its kind alone."""
    if code[:1] in tuple("VWXY"):
        return "I.C.20"
    if code.startswith("R65.2"):
        return "I.C.1.d"
    if code[:3] in ("B95", "B96", "B97"):
        return "I.B.7"
    if code.startswith("R"):
        return "IV.D" if outpatient else "II.A"
    return "IV.A" if outpatient else "II"
