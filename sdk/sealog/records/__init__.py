"""Shared values: what a finding is, how a record's attributes are called. Imports nothing of ours."""
