"""Structured data inside a text: JSON, Python's reprs and similar forms, tables, names beside their values."""

from __future__ import annotations

from sealog.detect.structured import beside, bound, database, labelled, sequences, tables

NAME_RULES = (*beside.RULES, *bound.RULES, *database.RULES, *labelled.RULES, *sequences.RULES, *tables.RULES)
"""What reads names beside values at a sign."""
