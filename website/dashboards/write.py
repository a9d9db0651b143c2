"""Writes the dashboards as JSON into `deploy/dashboards/`."""

from __future__ import annotations

import json
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from dashboards.agents import agents
from dashboards.health import alerts, pipeline
from dashboards.logs import overview, privacy, service_logs, templates, victorialogs
from dashboards.panels import ANNOTATIONS

PAGES = (overview, privacy, service_logs, templates, alerts, agents, pipeline, victorialogs)
FOLDER = Path(__file__).parents[2] / "deploy" / "dashboards"


def written() -> dict[str, str]:
    """Give the content of each file by its name."""
    found = {}
    for make in PAGES:
        made = json.loads(JSONEncoder(sort_keys=True, indent=2).encode(make().build()))
        for one in made.get("annotations", {}).get("list", ()):  # keys of data sources are not in the general model
            one.update(ANNOTATIONS[one["datasource"]["type"]][2])
        found[f"{make.__name__.replace('_', '-')}.json"] = json.dumps(made, indent=2, sort_keys=True) + "\n"
    return found


if __name__ == "__main__":
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
