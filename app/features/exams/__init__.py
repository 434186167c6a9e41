"""Mock exams: from a blueprint over the sitting to the result."""
