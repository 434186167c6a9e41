"""The code book for everyone: search, pages of codes, tables, groups, guidelines, editions."""
