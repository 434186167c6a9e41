"""Charts to code: the record, its key, a learner's coding, and the grader that compares them."""
