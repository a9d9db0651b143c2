"""Kibana's saved objects: whole, of one file's references, and asking for fields that our template maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dashboards.kibana import DATA_VIEW, FILE, saved_objects
from website.mappings import mapped_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "website/dashboards/kibana.yaml"
TEXTS = {"attributes.log.record.template"}  # a keyword by the template's rule for texts
OBJECTS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
DASHBOARD = OBJECTS[-1]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD["attributes"]["panelsJSON"])
    return found


def columns(panel: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in panel["embeddableConfig"]["attributes"]["state"]["datasourceStates"]["formBased"]["layers"].values():
        yield from layer["columns"].values()


def test_the_file_has_a_data_view_a_discover_session_and_a_dashboard_as_the_code_makes_them() -> None:
    assert [one["type"] for one in OBJECTS] == ["index-pattern", "search", "dashboard"]
    assert saved_objects(DASHBOARD) == OBJECTS


def test_every_reference_is_to_an_object_of_the_file() -> None:
    known = {(one["type"], one["id"]) for one in OBJECTS}
    inner = [one for panel in panels() for one in panel["embeddableConfig"]["attributes"]["references"]]
    references = [one for thing in OBJECTS for one in thing["references"]] + inner
    assert {(one["type"], one["id"]) for one in references} <= known
    assert ("index-pattern", DATA_VIEW) in known


def test_every_layer_has_its_data_view() -> None:
    named = {one["name"] for one in DASHBOARD["references"]}
    for panel in panels():
        state = panel["embeddableConfig"]["attributes"]["state"]
        for layer in state["datasourceStates"]["formBased"]["layers"]:
            assert f"{panel['panelIndex']}:indexpattern-datasource-layer-{layer}" in named


def test_the_dashboard_is_the_one_of_its_source() -> None:
    (source,) = yaml.safe_load(SOURCE.read_text("utf-8"))["dashboards"]
    assert DASHBOARD["id"] == source["id"]
    made = {
        panel["embeddableConfig"]["attributes"]["title"]: {
            column["sourceField"] for column in columns(panel) if column["sourceField"] != "___records___"
        }
        for panel in panels()
    }
    assert made == {panel["title"]: set(_fields(panel["lens"])) for panel in source["panels"]}


def _fields(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for name, one in value.items() if name == "field")
        for one in value.values():
            yield from _fields(one)
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one)


def test_kibana_is_told_of_fields_that_our_template_maps() -> None:
    known = mapped_fields() | TEXTS
    asked = {column["sourceField"] for panel in panels() for column in columns(panel)} - {"___records___"}
    assert asked <= known
    assert set(OBJECTS[1]["attributes"]["columns"]) <= known


def test_panels_lie_beside_and_not_upon_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        grid = panel["gridData"]
        cells = {
            (x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])
        }
        assert taken.isdisjoint(cells)
        assert grid["x"] + grid["w"] <= 48
        taken |= cells
