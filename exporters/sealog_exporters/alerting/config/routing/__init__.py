"""Reads the parts of a rule file that say whom to tell, and when not."""
