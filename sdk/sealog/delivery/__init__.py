"""Durable delivery: records are spooled when they are logged, and sent by a thread of their own. It seals nothing."""
