"""Keyword rules of personal details: names, addresses, places."""
