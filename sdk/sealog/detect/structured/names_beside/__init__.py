"""Values whose name stands beside them and not as their key: one file a kind of text."""

from __future__ import annotations

from sealog.detect.structured.names_beside import (
    arguments,
    beside,
    bound,
    database,
    directories,
    labelled,
    sequences,
    tables,
)

NAME_RULES = (
    *arguments.RULES,
    *beside.RULES,
    *bound.RULES,
    *database.RULES,
    *directories.RULES,
    *labelled.RULES,
    *sequences.RULES,
    *tables.RULES,
)
"""What reads names beside values at a sign."""
