"""Data structures over time that several aggregations share."""
