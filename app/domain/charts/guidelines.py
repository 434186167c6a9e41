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
    "I.B.11": "impending or threatened condition",
    "I.B.12": "reporting the same diagnosis code more than once",
    "I.B.13": "laterality",
    "I.B.14": "documentation by other clinicians",
    "I.B.16": "documentation of complications of care",
    "I.B.17": "borderline diagnosis",
    "I.C.1": "infectious and parasitic diseases",
    "I.C.1.d": "sepsis, severe sepsis and septic shock",
    "I.C.2": "neoplasms",
    "I.C.4.a": "diabetes mellitus",
    "I.C.4": "endocrine, nutritional and metabolic diseases",
    "I.C.5": "mental, behavioral and neurodevelopmental disorders",
    "I.C.6": "diseases of the nervous system",
    "I.C.9": "diseases of the circulatory system",
    "I.C.9.a": "hypertension",
    "I.C.9.e": "acute myocardial infarction",
    "I.C.10": "diseases of the respiratory system",
    "I.C.12": "diseases of the skin and subcutaneous tissue",
    "I.C.13": "diseases of the musculoskeletal system and connective tissue",
    "I.C.15": "pregnancy, childbirth and the puerperium",
    "I.C.15.a.6": "7th character for the fetus",
    "I.C.16": "certain conditions originating in the perinatal period",
    "I.C.18": "symptoms, signs and abnormal findings",
    "I.C.19": "injury, poisoning and other consequences of external causes",
    "I.C.19.a": "7th characters in chapter 19",
    "I.C.19.e": "adverse effects, poisoning, underdosing and toxic effects",
    "I.C.20": "external causes of morbidity",
    "I.C.21": "factors influencing health status",
    "I.C.21.c.3": "status",
    "II": "selection of the principal diagnosis",
    "II.A": "symptoms, signs and ill-defined conditions as principal diagnosis",
    "II.B": "two or more interrelated conditions",
    "II.C": "two or more diagnoses that equally meet the definition",
    "II.D": "two or more comparative or contrasting conditions",
    "II.F": "original treatment plan not carried out",
    "II.G": "complications of surgery and other medical care",
    "II.H": "uncertain diagnosis",
    "II.I": "admission from an observation unit",
    "II.J": "admission from outpatient surgery",
    "II.K": "admission for rehabilitation",
    "III": "reporting additional diagnoses",
    "III.A": "previous conditions",
    "III.B": "abnormal findings",
    "III.C": "uncertain diagnosis",
    "IV.A": "selection of the first-listed condition",
    "IV.D": "codes that describe symptoms and signs",
    "IV.H": "uncertain diagnosis in outpatients",
    "IV.I": "chronic diseases",
    "IV.J": "all documented conditions that coexist",
    "IV.K": "patients receiving diagnostic services only",
    "IV.L": "patients receiving therapeutic services only",
    "IV.M": "patients receiving preoperative evaluations only",
    "IV.N": "ambulatory surgery",
    "IV.O": "routine outpatient prenatal visits",
    "IV.P": "general medical examinations with abnormal findings",
    APPENDIX_I: "present on admission reporting",
    UHDDS: "Uniform Hospital Discharge Data Set",
    "A6": "index and tables",
    "A8": "seven characters",
    "A11": "terms as PCS defines them",
    "B2.1": "body systems",
    "B3.1a": "definition of the root operation",
    "B3.1b": "integral parts of a procedure",
    "B3.2": "multiple procedures",
    "B3.3": "discontinued or incomplete procedures",
    "B3.4": "biopsy procedures",
    "B3.5": "overlapping body layers",
    "B3.6": "bypass procedures",
    "B3.7": "Control and more specific root operations",
    "B3.8": "Excision and Resection",
    "B3.9": "excision for graft",
    "B3.10": "fusion of the spine",
    "B3.11": "inspection procedures",
    "B3.12": "Occlusion and Restriction",
    "B3.13": "release procedures",
    "B3.14": "Release and Division",
    "B3.15": "Reposition for fracture treatment",
    "B3.16": "Transplantation and Administration",
    "B3.17": "transfer of several tissue layers",
    "B3.18": "excision or resection followed by replacement",
    "B3.19": "detachment of extremities",
    "B4.1": "body part values",
    "B4.2": "branches of body parts",
    "B4.3": "bilateral body part values",
    "B4.4": "coronary arteries",
    "B4.5": "structures near a joint",
    "B4.6": "layers over a joint",
    "B4.7": "fingers and toes",
    "B4.8": "upper and lower intestinal tract",
    "B5.2": "open and percutaneous endoscopic approach",
    "B5.3": "external approach",
    "B5.4": "percutaneous procedure via device",
    "B6.1": "devices that remain",
    "B6.2": "drainage device",
    "C1": "products of conception",
    "C2": "procedures after delivery or abortion",
}

AXIS_RULES: dict[int, str] = {3: "B3.1a", 4: "B4.1a", 6: "B6.1a"}
"""Rule for a wrong character of a procedure code by its position; others rest on A11."""


def heading(rule: str) -> str:
    """Heading of the rule, or of the nearest section above it that has one; else empty."""
    at = rule
    while at and at not in HEADINGS:
        without_letter = at.rstrip("abcdefgh") if _PCS.match(at) else at
        at = without_letter if without_letter != at else at.rpartition(".")[0]
    return HEADINGS.get(at, "")


def cite(rule: str) -> str:
    """The rule as a sentence names it: ``"guideline I.B.2 (level of detail in coding)"``."""
    if rule == UHDDS:
        return "the UHDDS definition"
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
