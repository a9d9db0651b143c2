"""The policy: which values are sealed, masked, dropped or kept. It never sees a record."""
