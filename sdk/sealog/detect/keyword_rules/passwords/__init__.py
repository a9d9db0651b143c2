"""Keyword rules of passwords, however a text says them."""
