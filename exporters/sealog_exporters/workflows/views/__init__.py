"""Views of one run: its timeline on a terminal, and a report as one HTML file."""

from __future__ import annotations

from sealog_exporters.workflows.views.html import html_report
from sealog_exporters.workflows.views.timeline import Row, Timeline, timeline

__all__ = ["Row", "Timeline", "html_report", "timeline"]
