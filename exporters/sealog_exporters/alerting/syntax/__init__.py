"""The syntax of rule files: YAML with positions, durations, secrets, and JSON Schema."""
