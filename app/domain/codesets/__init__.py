"""Code values, validity, hierarchy and instructional notes of the code sets."""
