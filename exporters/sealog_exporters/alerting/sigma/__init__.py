"""Converts Sigma rules and correlations into rule files, and names those that it does not understand."""

from sealog_exporters.alerting.sigma.importer import Imported, Remark, import_sigma

__all__ = ["Imported", "Remark", "import_sigma"]
