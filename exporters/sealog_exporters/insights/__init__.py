"""Insights: what is new, gone, more frequent, costly or leaking in stored records. Opens no sealed value."""

from __future__ import annotations

from sealog_exporters.insights.figures import Figures
from sealog_exporters.insights.insight import Insight, Window
from sealog_exporters.insights.kinds import insights
from sealog_exporters.insights.reading import Counted, counted, mined

__all__ = ["Counted", "Figures", "Insight", "Window", "counted", "insights", "mined"]
