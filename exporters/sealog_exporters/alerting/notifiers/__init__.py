"""Notifiers, one file each: settings, their reader and JSON Schema, and `send`. A new file needs no registration."""
