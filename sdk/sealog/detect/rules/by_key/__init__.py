"""Rules of values that are known by the name of their key: attributes, JSON members, columns."""
