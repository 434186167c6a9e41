"""A small library that breaks no rule, as files; tests change what they are about."""

from __future__ import annotations

SOURCES = """\
- id: cfr-45-164
  title: HIPAA Privacy Rule
  kind: cfr
  publisher: United States Government
  checked: 2026-11-24
  seen: read in the current edition
- id: own-drawing
  title: Drawn for this course
  kind: own
  publisher: Chartroom
  checked: 2026-11-24
  seen: drawn here
"""
GLOSSARY = """\
- term: atrium
  ref: atrium
  definition: An upper chamber of the heart.
  lesson: body-circulation/heart
"""
FRAMEWORK = """\
ref: rhit-2023
version: '2023'
title: Outline
source: cfr-45-164
checked_on: 2026-11-24
status: second-hand
effective_from: 2023-10-01
nodes:
  - {id: '1', title: Domain one, weight_min: 19, weight_max: 25}
  - {id: '1.5', parent: '1', title: Check content}
  - {id: '3', title: Domain three, weight_min: 12, weight_max: 18}
  - {id: '3.3', parent: '3', title: Compute statistics}
  - {id: '4', title: Domain four, weight_min: 19, weight_max: 25}
  - {id: '4.1', parent: '4', title: Code the record}
  - {id: S, title: Supporting}
  - {id: S.1, parent: S, title: Anatomy}
"""
MODULE = """\
ref: body-circulation
number: M06
title: Blood and heart
summary: How blood goes round.
tasks: [S.1]
curriculum: [SBK]
lessons: [body-circulation/heart]
"""
CHECK = """\
id: cy-heart-1
type: single
stem: Which chamber receives blood from the lungs?
options:
  - text: the left atrium
    correct: true
    rationale: |
      Blood comes back from the lungs by four veins that open into this chamber on the left.
  - text: the right atrium
    correct: false
    misconception: sides-swapped
    rationale: |
      This one takes blood from the body, which has not yet been through the lungs at all.
  - text: the left ventricle
    correct: false
    misconception: next-chamber
    rationale: |
      It receives the same blood one valve later, and sends it out into the aorta from there.
"""
LESSON = f"""\
---
ref: body-circulation/heart
title: Heart
module: body-circulation
tasks: [S.1]
curriculum: [SBK]
objectives:
  - {{text: Trace the blood through the heart, bloom: apply}}
minutes: 20
review_by: 2027-10-01
sources:
  - {{id: cfr-45-164, locator: 45 CFR 164.501, checked: 2026-11-24}}
figures: [heart-section]
glossary: [atrium]
---
A scene at the desk. The [[atrium|atria]] and [[organ:heart|the heart]].

## Chambers

```figure
heart-section
```

Blood passes `I21.4`.

```cy
{CHECK.rstrip()}
```

## Where people go wrong

They swap sides.
"""
FIGURE = """\
ref: heart-section
title: Heart
teaches: The heart has four chambers.
caption: Four chambers.
text: Four chambers.
source: {id: own-drawing}
licence: CC BY 4.0
kind: anatomy
labels:
  - {id: heart, text: Heart}
"""
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 200">
<path class="fig-organ" data-organ="heart" d="M0 0L1 1"/>
<g class="fig-label" data-label="heart"><line x1="0" y1="0" x2="9" y2="9"/><text>Heart</text></g>
</svg>
"""
SINGLE = """\
ref: d1-clock
type: single
task: '1.5'
level: application
purpose: mock
status: live
stem: |
  A patient is admitted on Monday at noon, and the chart shows an examination of the
  week before. The physician asks you what the regulation wants now.
  What does the record still need?
options:
  - text: an update of that examination
    correct: true
    rationale: |
      An examination of the thirty days before stands when its update is written
      within a day after admission.
  - text: a new examination from the start
    correct: false
    misconception: always-anew
    rationale: |
      This is due when the older one was done more than thirty days before the patient came in.
  - text: a copy signed by the clerk
    correct: false
    misconception: clerk-signs
    rationale: |
      Nobody but a qualified practitioner can vouch for findings, so such a signature has no worth.
  - text: an entry on the day of leaving
    correct: false
    misconception: no-update
    rationale: |
      The patient may have changed since then, which is why somebody has to look again within a day.
source: {id: cfr-45-164, locator: 45 CFR 164.524(b)(2), checked: 2026-11-24}
angoff:
  ratings:
    - {rater: w1, value: 65}
  provisional: true
writer: w1
blind: {answer: A}
"""
NUMERIC = """\
ref: d3-stay
type: numeric
task: '3.3'
level: application
purpose: practice
status: live
stem: |
  A hospital had 3,416 discharge days and 610 discharges in June, deaths included.
  What was the average length of stay, in days? Round to one decimal place.
answer: '5.6'
tolerance: '0.05'
unit: days
places: 1
formula: 3416 / 610
rationale: |
  Divide the discharge days by the discharges: 3,416 divided by 610 gives 5.6 days a stay.
wrong:
  - value: '6.0'
    misconception: service-days
    rationale: This divides the service days, which count people who are still in the hospital.
  - value: '0.2'
    misconception: upside-down
    rationale: |
      This turns the fraction over, so it says how many discharges there are a day of stay.
source: {id: cfr-45-164, locator: 45 CFR 164.501, checked: 2026-11-24}
angoff:
  ratings:
    - {rater: w1, value: 65}
  provisional: true
writer: w1
blind: {answer: '5.6'}
"""
CHART = """\
ref: black-stools
title: Black stools
setting: inpatient
specialty: medicine
level: 2
minutes: 25
record_number: 41-07-93
patient: {name: Walter Pretend, sex: M, birth_date: 1960-07-31}
facility: Fairhollow General (invented)
admitted: 2026-06-22
discharged: 2026-06-25
inpatient_order: 2026-06-22T14:10
payer: Medicare
tasks: ['4.1']
writer: c1
"""
KEY = """\
diagnoses:
  - code: K26.0
    poa: [Y]
    evidence:
      - {document: 01-note, quote: acute ulcer of the duodenum with bleeding}
    why: It occasioned the admission.
  - code: D62
    poa: [Y]
    evidence:
      - {document: 01-note, quote: acute blood loss anemia}
    why: It was treated.
procedures:
  - code: 0W3P8ZZ
    date: 2026-06-22
    evidence:
      - {document: 01-note, quote: bleeding controlled}
    why: Control of bleeding through the scope.
wrong:
  - {code: K92.1, system: cm, rule: I.B.5, why: Integral to the ulcer., instead_of: K26.0}
discharge_status: '01'
"""
NOTE = """\
---
title: Note
kind: progress
author: Hester Quillon
credential: MD
written: 2026-06-22T13:02
signed: null
---
**Impression:** acute ulcer of the *duodenum*
with bleeding. Also acute blood loss anemia, bleeding controlled.
"""
DECK = """\
ref: word-parts
title: Word parts
summary: The parts of words.
two_way: true
cards:
  - {id: cardi, front: cardi-, back: heart}
  - {id: itis, front: '-itis', back: inflammation}
"""
BLUEPRINT = """\
ref: tiny
title: Tiny
framework: rhit-2023
scored: 2
pretest: 0
minutes: 10
navigation: free
domains:
  '1': {count: 1, weight_min: 19, weight_max: 25}
  '3': {count: 1, weight_min: 12, weight_max: 18}
levels: {recall: 0.25, application: 0.49, analysis: 0.26}
scale: {low: 100, cut: 300, high: 400}
"""
RATES = """\
ref: ipps-2026
title: Inpatient rates
effective_from: 2025-10-01
effective_to: 2026-09-30
amounts:
  - id: operating-base
    title: Operating base rate
    value: '6752.61'
    unit: USD
    source: {id: cfr-45-164, locator: 45 CFR 164.501, checked: 2026-11-24}
"""
FOLDER = "question_bank/charts/black-stools"
LESSON_PATH = "content/modules/body-circulation/heart.md"
SINGLE_PATH = "question_bank/items/d1/d1-clock.yml"
NUMERIC_PATH = "question_bank/items/d3/d3-stay.yml"
FIGURE_PATH = "content/figures/heart-section"


def library_files() -> dict[str, str]:
    """One document of each kind, in canonical form."""
    return {
        "content/sources.yml": SOURCES,
        "content/glossary.yml": GLOSSARY,
        "content/frameworks/rhit-2023.yml": FRAMEWORK,
        "content/rates/ipps-2026.yml": RATES,
        "content/modules/body-circulation/module.yml": MODULE,
        LESSON_PATH: LESSON,
        f"{FIGURE_PATH}.yml": FIGURE,
        f"{FIGURE_PATH}.svg": SVG,
        SINGLE_PATH: SINGLE,
        NUMERIC_PATH: NUMERIC,
        f"{FOLDER}/chart.yml": CHART,
        f"{FOLDER}/key.yml": KEY,
        f"{FOLDER}/documents/01-note.md": NOTE,
        "question_bank/decks/word-parts.yml": DECK,
        "question_bank/blueprints/tiny.yml": BLUEPRINT,
    }
