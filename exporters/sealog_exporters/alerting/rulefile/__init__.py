"""Rule files: YAML in, rules and receivers out, every error with its place."""

from sealog_exporters.alerting.rulefile.loader import load_rules
from sealog_exporters.alerting.rulefile.ready import PREFIX, ready_names, rule_path

__all__ = ["PREFIX", "load_rules", "ready_names", "rule_path"]
