"""Sigma rules and correlations into rule files of ours. What it does not understand it names; it guesses nothing."""

from sealog_exporters.alerting.sigma.importer import Imported, Remark, import_sigma

__all__ = ["Imported", "Remark", "import_sigma"]
