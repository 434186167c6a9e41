"""Review: cards from decks and from misses, asked again when they are about to be forgotten."""
