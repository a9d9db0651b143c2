"""The error that stops one Sigma rule, and no other, from being imported."""

from __future__ import annotations


class NotUnderstoodError(Exception):
    """A part of a rule that has no counterpart here; the text says which, in Sigma's words."""
