"""Rule files: YAML in, rules and receivers out, every error with its place."""

from sealog_exporters.alerting.config.builtin import PREFIX, ready_names, rule_path
from sealog_exporters.alerting.config.loader import load_rules

__all__ = ["PREFIX", "load_rules", "ready_names", "rule_path"]
