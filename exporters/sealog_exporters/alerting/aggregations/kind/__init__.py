"""Shared by kinds of aggregations: when they are evaluated, and the keys of their thresholds."""
