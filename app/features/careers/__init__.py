"""The career office: its cohort, records of outcome, and what learners consent to."""
