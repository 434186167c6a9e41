"""Spaced review."""
