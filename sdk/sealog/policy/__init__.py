"""The policy: what a site does with which values. Read once, at start; it never sees a record."""
