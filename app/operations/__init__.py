"""Writes that several features share: they take a session and never commit."""
