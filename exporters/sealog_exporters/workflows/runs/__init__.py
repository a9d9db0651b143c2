"""Many runs of a workflow: compared with each other, with a plan's prediction, and with their history."""

from __future__ import annotations

from sealog_exporters.workflows.runs.comparison import compare
from sealog_exporters.workflows.runs.history import History
from sealog_exporters.workflows.runs.prediction import check_plan

__all__ = ["History", "check_plan", "compare"]
