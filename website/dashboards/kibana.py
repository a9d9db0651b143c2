"""Writes Kibana's saved objects into `deploy/dashboards/kibana.ndjson`: data view, Discover session, dashboard.

The dashboard is compiled from `kibana.yaml` by a tool that needs Python 3.12:

    pipx run --spec kb-dashboard-cli==0.4.1 kb-dashboard compile
      --input-file website/dashboards/kibana.yaml --output-dir build/kibana
    PYTHONPATH=website .venv/bin/python -m dashboards.kibana build/kibana/compiled_dashboards.ndjson
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "deploy" / "dashboards" / "kibana.ndjson"
DATA_VIEW = "sealog-logs"
_OF_THE_TOOL = ("created_at", "created_by", "updated_at", "updated_by", "version")
_INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index"
_SOURCE = {"query": {"query": "", "language": "kuery"}, "filter": [], "indexRefName": _INDEX}
_COLUMNS = [
    "severity_text",
    "resource.attributes.service.name",
    "body.text",
    "attributes.sealog.entities",
    "attributes.sealog.template.id",
    "trace_id",
]


def saved_objects(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    """Give all saved objects; `dashboard` as the tool compiled it."""
    data_view = {
        "id": DATA_VIEW,
        "type": "index-pattern",
        "attributes": {"title": "logs-*", "name": "sealog: logs", "timeFieldName": "@timestamp"},
        "references": [],
        "coreMigrationVersion": "8.8.0",
        "typeMigrationVersion": "8.0.0",
    }
    session = {
        "id": "sealog-records",
        "type": "search",
        "attributes": {
            "title": "sealog: records",
            "description": "Records as they are stored: sealed. A blind index in the search bar finds a value.",
            "columns": _COLUMNS,
            "sort": [["@timestamp", "desc"]],
            "grid": {},
            "hideChart": False,
            "kibanaSavedObjectMeta": {"searchSourceJSON": json.dumps(_SOURCE)},
        },
        "references": [{"id": DATA_VIEW, "name": _INDEX, "type": "index-pattern"}],
        "coreMigrationVersion": "8.8.0",
        "typeMigrationVersion": "8.0.0",
    }
    return [data_view, session, {name: value for name, value in dashboard.items() if name not in _OF_THE_TOOL}]


if __name__ == "__main__":
    compiled = json.loads(Path(sys.argv[1]).read_text("utf-8").splitlines()[0])
    lines = [json.dumps(one, sort_keys=True) + "\n" for one in saved_objects(compiled)]
    FILE.write_text("".join(lines), encoding="utf-8")
