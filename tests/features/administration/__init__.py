"""The administrator."""
