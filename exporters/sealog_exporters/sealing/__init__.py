"""Seals OTLP requests: the bytes of one in, the bytes of a sealed one out. Knows no transport."""
