"""Handles records that an exporter could not deliver: reports, counts, and keeps them in a file if one is set."""
