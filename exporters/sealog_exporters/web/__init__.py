"""The page of `sealog up`: logs, templates with insights, privacy and alerts in a browser, rendered on the server."""

from __future__ import annotations

from sealog_exporters.web.app import make_app
from sealog_exporters.web.interface import Holder, PinsTemplates, WatchesAlerts

__all__ = ["Holder", "PinsTemplates", "WatchesAlerts", "make_app"]
