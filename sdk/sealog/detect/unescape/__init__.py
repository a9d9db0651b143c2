"""Reads a text without its escapes, encodings, colours and look-alike characters."""
