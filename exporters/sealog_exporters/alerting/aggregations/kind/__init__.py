"""What kinds of aggregations have in common: when they are evaluated, and the keys of their thresholds."""
