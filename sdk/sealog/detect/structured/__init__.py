"""Structured data inside a text: JSON, Python's reprs and similar forms, tables, names beside their values."""
