"""The metrics of the embedded store: what came in each minute of each series, bounded. It keeps no sealed value."""

from sealog_exporters.store.metrics.table import Metrics

__all__ = ["Metrics"]
