"""Statistics on answers; stands below everything that shows a number with its uncertainty."""
