"""Structured data inside a text: JSON, Python's reprs and what looks like them. It holds no rule and seals nothing."""
