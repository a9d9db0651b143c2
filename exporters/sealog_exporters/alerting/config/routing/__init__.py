"""Reads the parts of a rule file that say who is notified, and when not."""
