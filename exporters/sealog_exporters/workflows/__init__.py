"""Agent workflows: reads traces, and shows what a run cost, where its time went, and what to change."""

from __future__ import annotations

from sealog_exporters.workflows.analysis import Analysis, analyse
from sealog_exporters.workflows.loading import load
from sealog_exporters.workflows.span import Span

__all__ = ["Analysis", "Span", "analyse", "load"]
