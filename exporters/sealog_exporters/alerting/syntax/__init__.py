"""What rule files are written in: YAML with positions, durations, secrets, and JSON Schema."""
