"""What a case pays: the case as a grouper takes it, and its result."""
