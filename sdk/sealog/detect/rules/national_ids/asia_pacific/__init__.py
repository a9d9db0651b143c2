"""Numbers that states of Asia and the Pacific issue."""
