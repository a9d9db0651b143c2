"""Puts the sealing processor first in an application's OpenTelemetry providers."""
