"""Builds links of an alert into the tools that show its trace and its logs. Fetches nothing."""
