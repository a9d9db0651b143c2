"""Aggregations, one file each: what a rule computes from its records, how it is read, and its JSON Schema.

A new file here needs no registration.
"""
