"""Installs templates, lifecycle and roles in Elasticsearch, and compares them with what is installed."""

from sealog_exporters.elastic.setup.catalog import Asset, Retention, catalog
from sealog_exporters.elastic.setup.features import Features, features_of
from sealog_exporters.elastic.setup.install import Step, install, plan

__all__ = ["Asset", "Features", "Retention", "Step", "catalog", "features_of", "install", "plan"]
