"""Reads the text around a keyword: assignments, brackets, the extent of a value, placeholders."""
