"""Progress: lessons, answers by domain, exams and charts of one learner."""
