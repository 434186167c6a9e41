"""Classes: rosters, assignments, results and marks set by hand."""
