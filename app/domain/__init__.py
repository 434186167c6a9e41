"""The rules of the trade in pure Python: no framework, no clock, no input or output."""
