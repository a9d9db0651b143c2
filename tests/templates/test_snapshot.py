"""What a snapshot keeps, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sealog.errors import SettingError
from sealog_exporters.templates import OTHER, Miner
from sealog_exporters.templates.snapshot import dumped, include, is_snapshot, load, save

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("kebana", "orviso", "tal-mir", "Zorvane", "quiltro", "ostari", "Nelvo")
LINES = [f"topic {name} was created by request" for name in NAMES] + [f"order {i} shipped" for i in range(9)]


def mined(lines: list[str], max_forms: int = 100) -> Miner:
    miner = Miner(max_forms)
    for line in lines:
        miner.add(line)
    miner.templates()
    return miner


def facts(miner: Miner) -> list[tuple[str, str, int, int]]:
    return [(one.id, one.text, one.count, one.size) for one in miner.templates()]


def test_a_miner_goes_on_from_its_snapshot(tmp_path: Path) -> None:
    miner = mined(LINES)
    miner.choices.names[miner.templates()[0].id] = "shipping"
    save(miner, tmp_path / "state.json")
    again = load(tmp_path / "state.json")
    assert facts(again) == facts(miner)
    assert again.templates()[0].name == "shipping"
    again.add("order 4711 shipped")
    assert {one.id for one in again.templates()} == {one.id for one in miner.templates()}
    assert sum(one.count for one in again.templates()) == len(LINES) + 1


def test_two_processes_give_what_one_gives() -> None:
    whole = mined(LINES)
    union = Miner()
    for part in (LINES[::2], LINES[1::2]):
        include(union, dumped(mined(part)), "part")
    assert sorted(one[1:] for one in facts(union)) == sorted(one[1:] for one in facts(whole))


def test_ids_of_both_processes_are_known_after_a_union() -> None:
    parts = [mined(LINES[:3]), mined(LINES[3:7])]
    union = Miner()
    for part in parts:
        include(union, dumped(part), "part")
    (template,) = union.templates()
    assert {union.current(one.id) for part in parts for one in part.templates()} == {template.id}


def test_what_was_given_up_stays_counted() -> None:
    miner = mined([f"word{'x' * i} {'y' * i} z" for i in range(50)] + LINES, max_forms=10)
    again = Miner()
    include(again, dumped(miner), "state")
    assert {one.id: one.count for one in again.templates()}[OTHER] > 0
    assert sum(one.count for one in again.templates()) == 50 + len(LINES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("{}", "no snapshot"),
        ('{"format":"sealog-templates","version":9,"rules":1}', "version 9"),
        ('{"format":"sealog-templates","version":1,"rules":1}', "damaged"),
    ],
)
def test_what_is_no_snapshot_is_refused_and_nothing_of_it_is_told(text: str, told: str) -> None:
    with pytest.raises(SettingError, match=told):
        include(Miner(), text, "state.json")


@pytest.mark.parametrize("place", range(6))
def test_a_damaged_form_is_refused(place: int) -> None:
    state = json.loads(dumped(mined(LINES)))
    state["forms"][0][place] = {"secret": 1}
    with pytest.raises(SettingError, match="damaged") as refused:
        include(Miner(), json.dumps(state), "state.json")
    assert "secret" not in str(refused.value)


def test_a_snapshot_is_for_its_owner_only(tmp_path: Path) -> None:
    save(mined(LINES), tmp_path / "state.json")
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600
    assert is_snapshot((tmp_path / "state.json").read_bytes())
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]
