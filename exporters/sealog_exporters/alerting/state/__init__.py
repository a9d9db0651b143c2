"""Durable state in SQLite: the engine's counts, the states of alerts, and waiting notifications."""
