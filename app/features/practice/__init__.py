"""Practice: sets of questions with feedback on every option."""
