"""Keyword rules of keys, tokens, cookies and authorisations."""
