"""Texts in our own words, with invented people."""
