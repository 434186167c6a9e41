"""The front page for visitors, with one question and a sample chart."""
