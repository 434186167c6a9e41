"""A code book and a grouper of a few dozen real codes, held in memory, and a chart to grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from app.domain.charts.values import (
    Chart,
    Document,
    Encounter,
    Evidence,
    Key,
    KeyEntry,
    SequenceRule,
    WrongCode,
)
from app.domain.codesets.references import covers, named_codes
from app.domain.codesets.values import Axis, CodeEntry, Note, SearchResult, System
from app.domain.payment.case import Case, Grouping, SecondarySeverity

CM_TITLES = {
    "A41.9": "Sepsis, unspecified organism",
    "B95.61": "Methicillin susceptible Staphylococcus aureus infection as the cause of diseases "
    "classified elsewhere",
    "D50.0": "Iron deficiency anemia secondary to blood loss (chronic)",
    "D62": "Acute posthemorrhagic anemia",
    "E11.22": "Type 2 diabetes mellitus with diabetic chronic kidney disease",
    "E11.9": "Type 2 diabetes mellitus without complications",
    "E11.3293": "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy "
    "without macular edema, bilateral",
    "I10": "Essential (primary) hypertension",
    "I12.9": "Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney "
    "disease, or unspecified chronic kidney disease",
    "I13.0": "Hypertensive heart and chronic kidney disease with heart failure and stage 1 "
    "through stage 4 chronic kidney disease, or unspecified chronic kidney disease",
    "I50.23": "Acute on chronic systolic (congestive) heart failure",
    "I50.9": "Heart failure, unspecified",
    "J18.9": "Pneumonia, unspecified organism",
    "K26.0": "Acute duodenal ulcer with hemorrhage",
    "K26.4": "Chronic or unspecified duodenal ulcer with hemorrhage",
    "K92.1": "Melena",
    "K92.2": "Gastrointestinal hemorrhage, unspecified",
    "M17.11": "Unilateral primary osteoarthritis, right knee",
    "M17.12": "Unilateral primary osteoarthritis, left knee",
    "N18.31": "Chronic kidney disease, stage 3a",
    "N18.4": "Chronic kidney disease, stage 4 (severe)",
    "R42": "Dizziness and giddiness",
    "S52.531A": "Colles' fracture of right radius, initial encounter for closed fracture",
    "S52.531D": "Colles' fracture of right radius, subsequent encounter for closed fracture with "
    "routine healing",
    "T39.395A": "Adverse effect of other nonsteroidal anti-inflammatory drugs [NSAID], initial "
    "encounter",
    "W01.0XXA": "Fall on same level from slipping, tripping and stumbling without subsequent "
    "striking against object, initial encounter",
    "Z79.1": "Long term (current) use of non-steroidal anti-inflammatories (NSAID)",
    "Z79.4": "Long term (current) use of insulin",
    "Z79.82": "Long term (current) use of aspirin",
}
HEADINGS = {
    "K26": "Duodenal ulcer",
    "S52.531": "Colles' fracture of right radius",
    "W01.0": "Fall on same level from slipping, tripping and stumbling without subsequent "
    "striking against object",
}
SEVENTH = {"S52.531": "AD", "W01.0": "ADS"}
FIRST_DAY, LAST_DAY = date(2025, 10, 1), date(2027, 3, 31)
RETIRED = {"I50.9": date(2026, 9, 30)}
NOTES = {
    "K92.2": ("excludes1", "K92.2", "peptic ulcer with hemorrhage (K25-K28)"),
    "D50.0": ("excludes1", "D50.0", "acute posthemorrhagic anemia (D62)"),
    "N18": (
        "code_first",
        "N18",
        "any associated:\ndiabetic chronic kidney disease (E08.22, E11.22)\n"
        "hypertensive chronic kidney disease (I12.-, I13.-)",
    ),
    "I50": (
        "code_first",
        "I50",
        "heart failure due to hypertension with chronic kidney disease (I13.-)",
    ),
    "T39": (
        "code_first",
        "T36-T50",
        "the nature of the adverse effect, such as:\nblood disorders (D56-D76)",
    ),
}
EXEMPT = {"Z79.1", "Z79.4", "Z79.82", "W01.0XXA"}
PCS_AXES = {
    "0W3P8ZZ": "Medical and Surgical|Anatomical Regions, General|Control|Gastrointestinal Tract|"
    "Via Natural or Artificial Opening Endoscopic|No Device|No Qualifier",
    "0W3P0ZZ": "Medical and Surgical|Anatomical Regions, General|Control|Gastrointestinal Tract|"
    "Open|No Device|No Qualifier",
    "0DJ08ZZ": "Medical and Surgical|Gastrointestinal System|Inspection|Upper Intestinal Tract|"
    "Via Natural or Artificial Opening Endoscopic|No Device|No Qualifier",
    "30233N1": "Administration|Circulatory|Transfusion|Peripheral Vein|Percutaneous|"
    "Red Blood Cells|Nonautologous",
    "30243N1": "Administration|Circulatory|Transfusion|Central Vein|Percutaneous|"
    "Red Blood Cells|Nonautologous",
}
AXIS_NAMES = (
    "Section",
    "Body System",
    "Operation",
    "Body Part",
    "Approach",
    "Device",
    "Qualifier",
)
CC = {"D62", "I50.23", "N18.4"}
DRGS = {
    ("K26", True): ("378", "Gastrointestinal hemorrhage with CC", "0.9807"),
    ("K26", False): ("379", "Gastrointestinal hemorrhage without CC/MCC", "0.6304"),
    ("K92", True): ("378", "Gastrointestinal hemorrhage with CC", "0.9807"),
    ("K92", False): ("379", "Gastrointestinal hemorrhage without CC/MCC", "0.6304"),
}


class SmallBook:
    """The protocol of a code book over the tables above."""

    def entry(self, system: System, code: str) -> CodeEntry | None:
        if system == "pcs":
            return self._procedure(code)
        title = CM_TITLES.get(code) or HEADINGS.get(code)
        if title is None or system != "cm":
            return None
        return CodeEntry(
            system="cm",
            code=code,
            title=title,
            billable=code in CM_TITLES,
            notes=self._notes(code),
            children=tuple(
                (child, t)
                for child, t in CM_TITLES.items()
                if covers(code, child) and child != code
            ),
            seventh=tuple((letter, "") for letter in SEVENTH.get(code, "")),
            poa_exempt=code in EXEMPT,
        )

    def valid(self, system: System, code: str, on: date) -> bool:
        codes = CM_TITLES if system == "cm" else PCS_AXES
        return code in codes and FIRST_DAY <= on <= RETIRED.get(code, LAST_DAY)

    def exists(self, system: System, code: str) -> bool:
        return self.entry(system, code) is not None

    def excludes1(self, one: str, other: str) -> Note | None:
        for code, partner in ((one, other), (other, one)):
            for note in self._notes(code):
                if note.kind == "excludes1" and any(covers(c, partner) for c in note.codes):
                    return note
        return None

    def poa_exempt(self, code: str) -> bool:
        return code in EXEMPT

    def search(
        self, text: str, system: System | None = None, limit: int = 20
    ) -> Sequence[SearchResult]:
        found = [
            SearchResult("cm", code, title, True, "title")
            for code, title in CM_TITLES.items()
            if text.lower() in title.lower() and system in (None, "cm")
        ]
        return found[:limit]

    def _notes(self, code: str) -> tuple[Note, ...]:
        return tuple(
            Note(kind, text, level, named_codes(text))  # type: ignore[arg-type]
            for at, (kind, level, text) in NOTES.items()
            if covers(at, code)
        )

    def _procedure(self, code: str) -> CodeEntry | None:
        if code not in PCS_AXES:
            return None
        titles = PCS_AXES[code].split("|")
        axes = tuple(
            Axis(i, value, axis, title)
            for i, (value, axis, title) in enumerate(zip(code, AXIS_NAMES, titles, strict=True), 1)
        )
        return CodeEntry("pcs", code, " ".join(titles[2:5]), True, axes=axes)


class SmallGrouper:
    """Groups bleeding ulcers by whether a CC is there, and refuses codes it does not know."""

    book = SmallBook()

    def group(self, case: Case) -> Grouping:
        if not date(2025, 10, 1) <= case.discharge_date <= date(2026, 9, 30):
            raise ValueError("no edition of the grouper covers the discharge date")
        unknown = [d.code for d in case.diagnoses if d.code not in CM_TITLES]
        unknown += [p.code for p in case.procedures if p.code not in PCS_AXES]
        if unknown:
            edits = tuple(f"{code} is not valid" for code in unknown)
            return Grouping(None, None, "", "", "", None, "43.1", edits=edits)
        secondary = [d.code for d in case.diagnoses[1:]]
        severity = tuple(SecondarySeverity(c, "CC" if c in CC else None, False) for c in secondary)
        place = (case.diagnoses[0].code[:3], any(s.level for s in severity))
        drg, title, weight = DRGS.get(place, ("999", "Ungroupable", "0.0000"))
        return Grouping(drg, drg, title, "06", "medical", Decimal(weight), "43.1", severity)


def entry(code: str, *poa: str, **more: object) -> KeyEntry:
    """A key entry with a passage; ``poa`` are the accepted indicators."""
    return KeyEntry(
        code=code,
        poa=poa,  # type: ignore[arg-type]
        evidence=(Evidence("01-note", f"words for {code}"),),
        why=f"The record names what {code} stands for.",
        **more,  # type: ignore[arg-type]
    )


ULCER_KEY = Key(
    diagnoses=(
        entry("K26.0", "Y"),
        entry("D62", "Y", "W"),
        entry("T39.395A", "Y"),
        entry("M17.11", "Y"),
        entry("Z79.1"),
    ),
    optional_diagnoses=(entry("Z79.82"),),
    procedures=(entry("0W3P8ZZ", date=date(2026, 6, 22)),),
    optional_procedures=(entry("30233N1", date=date(2026, 6, 22)),),
    principal_candidates=("K26.0",),
    sequence=(SequenceRule("K26.0", "T39.395A", "I.C.19.e.5", "The effect goes before its drug."),),
    wrong=(
        WrongCode("K92.1", "cm", "I.B.5", "Black stools belong to the ulcer.", "K26.0"),
        WrongCode("K92.2", "cm", "I.A.12.a", "The source of the bleeding was found.", "K26.0"),
        WrongCode(
            "R42",
            "cm",
            "I.B.5",
            "Dizziness belongs to the loss of blood.",
            evidence=(Evidence("01-note", "CC dizziness"),),
        ),
        WrongCode("0DJ08ZZ", "pcs", "B3.11a", "Inspection was the way to the vessel.", "0W3P8ZZ"),
    ),
    discharge_status="01",
)
ULCER = Chart(
    ref="ulcer",
    title="Black stools",
    specialty="medicine",
    level=2,
    minutes=25,
    encounter=Encounter(
        setting="inpatient",
        facility="Fairhollow General (invented)",
        record_number="00-00-01",
        patient_name="Walter Pretendsen",
        sex="M",
        birth_date=date(1960, 1, 31),
        admitted=date(2026, 6, 22),
        discharged=date(2026, 6, 25),
        inpatient_order=datetime.fromisoformat("2026-06-22T14:10"),
    ),
    documents=(Document("01-note", "Note", "progress", "A. Writer", "MD", None, None, "words"),),
    key=ULCER_KEY,
)
FRACTURE = replace(
    ULCER,
    ref="fracture",
    encounter=replace(ULCER.encounter, setting="emergency", inpatient_order=None),
    key=Key(
        diagnoses=(entry("S52.531A"), entry("W01.0XXA")),
        wrong=(
            WrongCode("S52.531D", "cm", "I.C.19.a", "First active treatment is A.", "S52.531A"),
        ),
        discharge_status="01",
    ),
)
BOOK, GROUPER = SmallBook(), SmallGrouper()
