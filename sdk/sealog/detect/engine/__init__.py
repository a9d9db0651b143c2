"""The scanner, and its first pass, which names the rules that may find something in a text."""
