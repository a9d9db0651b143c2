"""Builds links from an alert to the tools that show its trace and its logs."""
