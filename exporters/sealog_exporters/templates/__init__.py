"""Log templates: mines the logging statements that lines come from, on sealed records. Opens no sealed value."""

from __future__ import annotations

from sealog_exporters.templates.miner import Miner
from sealog_exporters.templates.template import OTHER, Template

__all__ = ["OTHER", "Miner", "Template"]
