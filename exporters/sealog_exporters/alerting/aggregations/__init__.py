"""What a rule can measure of the records it matches: one file a kind. Nothing here matches, groups or tells."""
