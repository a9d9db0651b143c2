"""Notifiers, one file each: settings, their reader and JSON Schema, and `send`. A new file here is found by itself."""
