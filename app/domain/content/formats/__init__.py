"""What each kind of content file holds: one strict model a format, and the path that tells it."""
