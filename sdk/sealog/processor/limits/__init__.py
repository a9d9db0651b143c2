"""Limits: how much of long texts a record keeps, and where a text may be cut."""
