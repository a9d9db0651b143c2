"""Commands that use a keyring: `keys rewrap`, and the opening service."""
