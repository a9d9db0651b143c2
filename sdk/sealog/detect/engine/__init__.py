"""The scanner and its first pass: which rules may have something in a text, and what they find there."""
