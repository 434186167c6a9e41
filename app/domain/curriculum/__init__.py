"""Modules and lessons: completion, what comes next, and what to read first."""
