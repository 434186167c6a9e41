"""Charts to code: the list, the workspace, submission and feedback."""
