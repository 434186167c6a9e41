"""The one reader and writer of content files, their canonical form and the rules they keep."""
