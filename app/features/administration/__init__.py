"""The administrator: people, organisations, content, audit, health and jobs."""
