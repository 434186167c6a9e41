"""What classes know and miss: items and charts by results."""
