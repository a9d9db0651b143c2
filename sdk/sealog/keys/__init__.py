"""Keys: the public bundle that seals, the private keyring that opens, and what protects the keyring."""
