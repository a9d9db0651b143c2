"""The spans of the embedded store: sealed as they came, by trace, and how long operations take."""

from sealog_exporters.store.spans.table import Spans

__all__ = ["Spans"]
