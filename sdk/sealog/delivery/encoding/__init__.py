"""Encodes records as OTLP bytes."""
