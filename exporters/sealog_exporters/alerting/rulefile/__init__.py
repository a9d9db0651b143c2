"""Rule files: YAML in, rules and receivers out, every error with its place."""

from sealog_exporters.alerting.rulefile.loader import load_rules

__all__ = ["load_rules"]
