"""The bank: items and lessons written, checked, published and retired in the browser."""
