"""Puts the processor first in an application's OpenTelemetry logs chain."""
