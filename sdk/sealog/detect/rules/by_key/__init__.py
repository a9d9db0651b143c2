"""Rules of values that the name of their key tells: attributes, JSON members, columns."""
