"""The dashboards in `deploy/dashboards`: made from the code, known to Grafana's own model, asking for what there is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

pytest.importorskip("grafana_foundation_sdk", reason="needs Python 3.11")

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards.write import FOLDER, written
from website.mappings import mapped_fields

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted(FOLDER.glob("*.json"))
FIELD = re.compile(r"(?:_exists_:)?((?:resource\.)?attributes\.[a-z.]+|severity_\w+|trace_id|@timestamp)")
OPEN = {  # keywords by the template's rule for texts
    "attributes.log.record.template", "attributes.alert.name", "attributes.alert.status",
}  # fmt: skip
CALLED = {"victoriametrics-logs-datasource": "victorialogs"}
"""Data sources whose type is no name of a variable."""
OF_ANNOTATIONS = {"elasticsearch": {"query", "timeField", "textField"}, "prometheus": {"expr", "step", "titleFormat"}}
"""Keys of an annotation that only its data source knows, from Grafana's documentation of the two."""
MACROS = re.compile(r"\$__?\w+|\$\{\w+\}")


def targets(dashboard: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel, target


def annotations(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dashboard["annotations"].get("list", [])
    return found


def test_the_files_are_what_the_code_makes() -> None:
    """`make dashboards` writes them."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FILES} == written()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_grafanas_model_knows_every_key(path: Path) -> None:
    register_default_plugins()
    ours = json.loads(path.read_text(encoding="utf-8"))
    again = json.loads(JSONEncoder(sort_keys=True, indent=2).encode(Dashboard.from_json(ours)))
    for panel in again["panels"]:  # what it adds of its own
        if panel.get("fieldConfig", {}).get("defaults", {}).get("custom") == {}:
            del panel["fieldConfig"]["defaults"]["custom"]
    for one, made in zip(annotations(again), annotations(ours), strict=True):
        one.update({name: text for name, text in made.items() if name in OF_ANNOTATIONS[made["datasource"]["type"]]})
    assert again == ours


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_panels_lie_beside_and_not_upon_each_other_and_say_what_they_show(path: Path) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert taken.isdisjoint(cells), panel["title"]
        assert place["x"] + place["w"] <= 24
        assert panel["description"].endswith(".")
        taken |= cells


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_query_asks_a_source_that_the_dashboard_lets_choose(path: Path) -> None:
    dashboard = json.loads(path.read_text(encoding="utf-8"))
    variables = {one["name"] for one in dashboard["templating"]["list"]}
    for panel, target in targets(dashboard):
        kind = target["datasource"]["type"]
        assert target["datasource"]["uid"] == f"${{{CALLED.get(kind, kind)}}}", panel["title"]
        text = json.dumps(target)
        used = {name.strip("${}") for name in MACROS.findall(text)}
        assert {name for name in used if not name.startswith("__")} <= variables, panel["title"]


def test_elasticsearch_is_asked_for_fields_that_our_template_maps() -> None:
    mapped = mapped_fields()
    for path in FILES:
        for panel, target in targets(json.loads(path.read_text(encoding="utf-8"))):
            if target["datasource"]["type"] == "elasticsearch":
                fields = {one.get("field", "@timestamp") for one in target["bucketAggs"]}
                fields |= set(FIELD.findall(target["query"]))
                assert fields <= mapped | OPEN, panel["title"]


def test_links_between_data_sources_lead_somewhere() -> None:
    sources = yaml.safe_load((FOLDER / "provisioning/datasources.yaml").read_text())["datasources"]
    uids = {one["uid"] for one in sources}
    linked = set(re.findall(r"datasourceUid: (\S+)", (FOLDER / "provisioning/datasources.yaml").read_text()))
    assert linked <= uids
    asked = {target["datasource"]["type"] for path in FILES for _, target in targets(json.loads(path.read_text()))}
    assert {one["type"] for one in sources} == asked
    pages = {json.loads(path.read_text())["uid"] for path in FILES}
    assert set(re.findall(r"/d/([\w-]+)", json.dumps(sources))) <= pages
