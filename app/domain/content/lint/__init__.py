"""The lint of content: each rule a small function with a name, run over the whole library."""
