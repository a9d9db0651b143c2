"""Numbers that European states issue."""
