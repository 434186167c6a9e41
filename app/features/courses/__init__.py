"""Courses: modules, lessons with their check-yourself questions, and the glossary."""
