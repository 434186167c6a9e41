"""Accounts: signing in and out, joining a class, passwords, the person's own settings."""
