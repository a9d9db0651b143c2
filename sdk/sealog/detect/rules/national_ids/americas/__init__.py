"""Numbers that American states issue."""
