"""The career office and consent."""
