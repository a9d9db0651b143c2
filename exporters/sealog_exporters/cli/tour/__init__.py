"""The tour of `sealog demo`: its steps, the collected facts, and their display."""
