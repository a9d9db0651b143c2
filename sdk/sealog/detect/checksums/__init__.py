"""Check digits, checksums and checksummed encodings."""
