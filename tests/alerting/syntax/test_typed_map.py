"""A map of a rule file is declared once, and the declaration both reads and describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sealog.errors import SettingError
from sealog_exporters.alerting.syntax.fields import needed_secret
from sealog_exporters.alerting.syntax.typed_map import FLAG, LITERAL, TEXT, Map, definitions, integer, needed, optional
from sealog_exporters.alerting.syntax.yaml_node import YamlNode, read_file

if TYPE_CHECKING:
    from pathlib import Path


class Door(Map, part="door"):
    name = needed(TEXT, "What it is called.")
    for_ = optional(TEXT.items(empty=True), "Who may pass.", ())


class House(Map, part="house"):
    later = frozenset({"garden"})
    floors = optional(integer(1, 9), "How high it is.", 2)
    doors = needed(Door.as_value().one_or_more(), "The ways in.", "can't be entered; add `doors`")
    colours = optional(LITERAL.by_name(), "By room.", {})
    lock = needed_secret("What opens it.")
    old = optional(FLAG, "Whether it was there before.")


GOOD = "{doors: [{name: front, for: [a, b]}, {name: back}], colours: {hall: 1}, lock_env: LOCK}"


def read(folder: Path, text: str) -> YamlNode:
    path = folder / "house.yaml"
    path.write_text(text, "utf-8")
    return read_file(path)


def _values(node: YamlNode) -> tuple[object, ...]:
    house = House(node)
    return house.floors, house.doors, house.colours, house.old, house.lock


def wrong(folder: Path, text: str) -> str:
    with pytest.raises(SettingError) as caught:
        _values(read(folder, text))
    return str(caught.value).removeprefix(f"{folder / 'house.yaml'}:")


def test_a_given_value_is_read_by_its_type(tmp_path: Path) -> None:
    house = House(read(tmp_path, GOOD))
    assert [(door.name, door.for_) for door in house.doors] == [("front", ("a", "b")), ("back", ())]
    assert (house.colours, house.lock.kind, house.lock.text) == ({"hall": "1"}, "env", "LOCK")


def test_a_value_that_is_left_out_is_its_default(tmp_path: Path) -> None:
    house = House(read(tmp_path, GOOD))
    assert (house.floors, house.old) == (2, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{lock: x}", "1:1: can't be entered; add `doors`"),
        ("{doors: {name: a}, flors: 1}", "1:20: unknown key `flors` (did you mean `floors`?); allowed:"),
        ("{doors: {name: a}, garden: 1}", "1:20: `garden` is not supported in this version"),
        ("{doors: [{name: a}, {}], lock: x}", "1:21: doors[1]: has no `name`"),
        ("{doors: {name: a}, floors: 12}", "1:28: floors: must be a whole number from 1 to 9"),
        ("{doors: {name: a}}", "1:1: has no `lock` (or `lock_env`, `lock_file`)"),
        ("{doors: {name: a}, lock: x, lock_env: X}", "1:1: give one of lock, lock_env, lock_file"),
    ],
)
def test_a_mistake_has_its_place(tmp_path: Path, text: str, problem: str) -> None:
    assert wrong(tmp_path, text).startswith(problem)


def test_the_schema_has_the_same_keys(tmp_path: Path) -> None:
    found = definitions([House])
    assert set(found) == {"house", "door"}
    assert found["house"]["required"] == ["doors"]
    listed = wrong(tmp_path, "{x: 1}").partition("allowed: ")[2]
    assert list(found["house"]["properties"]) == listed.split(", ")
    assert found["house"]["properties"]["floors"] == {
        "description": "How high it is.",
        "type": "integer",
        "minimum": 1,
        "maximum": 9,
    }
