"""Reads fields of a record and tests them; matches label sets."""
