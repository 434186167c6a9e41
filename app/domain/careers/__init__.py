"""The career office: records of outcome, a learner's consent, and counts that name nobody."""
