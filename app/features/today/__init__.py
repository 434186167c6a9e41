"""Today: what is due, what was left open, and what comes next."""
