"""Exams and practice: blueprint, form assembly, clock, saving, result and scaled score."""
