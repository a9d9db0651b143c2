"""Plans: what runs of a workflow show about how it should run, as data that `sealog.coordinator` runs."""

from __future__ import annotations

from sealog_exporters.workflows.plans.observed import ObservedRun, observe
from sealog_exporters.workflows.plans.planning import make_plan

__all__ = ["ObservedRun", "make_plan", "observe"]
