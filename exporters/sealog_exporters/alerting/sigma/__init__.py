"""Converts Sigma rules and correlations into rule files. What it does not understand it names."""

from sealog_exporters.alerting.sigma.importer import Imported, Remark, import_sigma

__all__ = ["Imported", "Remark", "import_sigma"]
