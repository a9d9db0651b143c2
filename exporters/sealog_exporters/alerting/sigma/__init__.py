"""Sigma rules and correlations into rule files of ours. What it does not understand it names; it guesses nothing."""

from sealog_exporters.alerting.sigma.importer import Imported, import_sigma

__all__ = ["Imported", "import_sigma"]
