"""Measurements of speed and size: ``make bench`` and, for the long runs, ``make soak``."""
