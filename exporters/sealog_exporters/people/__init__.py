"""People's rights: what the stores hold of a person, and its erasure. Opens values, audited, to tell whose they are."""
