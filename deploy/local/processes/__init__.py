"""Processes: what runs for a set of back ends, how it starts, how it ends, and how a later run finds it."""
