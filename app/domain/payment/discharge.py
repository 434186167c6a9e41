"""Patient discharge status of the UB-04 claim (FL 17), the values that the charts may need."""

from __future__ import annotations

DISCHARGE_STATUSES: dict[str, str] = {
    "01": "Home, or self care",
    "02": "Another short-term hospital",
    "03": "Skilled nursing facility",
    "04": "Custodial or supportive care facility",
    "05": "Cancer center or children's hospital",
    "06": "Home with home health services",
    "07": "Left against medical advice",
    "20": "Died",
    "21": "Court or law enforcement",
    "30": "Still a patient",
    "43": "Federal hospital",
    "50": "Hospice at home",
    "51": "Hospice in a medical facility",
    "61": "Swing bed of this hospital",
    "62": "Inpatient rehabilitation facility",
    "63": "Long-term care hospital",
    "65": "Psychiatric hospital",
    "66": "Critical access hospital",
    "70": "Other health care institution",
}
