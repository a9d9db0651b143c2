"""What stops one Sigma rule from being imported. It never stops the others."""

from __future__ import annotations


class NotUnderstoodError(Exception):
    """A part of a rule that has no counterpart here; the text says which, in Sigma's words."""
