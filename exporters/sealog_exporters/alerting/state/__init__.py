"""Durable state in SQLite: what the engine counted, where alerts stand, and the notifications that wait."""
