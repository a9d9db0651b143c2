"""The picture of the rooms and the table of what each is for, from the import contracts and the docstrings."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

from reference.markdown import cell, table
from reference.svg import Picture

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]

_HOMES = {"sealog": ROOT / "sdk/sealog", "sealog_exporters": ROOT / "exporters/sealog_exporters"}
_SEES_VALUES = {"console", "processor", "detect", "gatekeeper", "texts", "policy"}
_OPENS = {"gatekeeper", "keys"}
_ROW, _BOX, _COLUMN, _TOP = 46, 34, 560, 52
_HEADING = 'font-weight="600"'


def layers(package: str) -> list[list[str]]:
    """Return the rooms of a package by layer, the highest first, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    found = next(one for one in contracts if one["type"] == "layers" and one["containers"] == [package])
    return [[room.strip(" ()") for room in layer.split("|")] for layer in found["layers"]]


def picture() -> str:
    """Return the picture of both packages: a row a layer; a room imports only what stands below it."""
    sdk, services, alerting = (layers(name) for name in ("sealog", "sealog_exporters", "sealog_exporters.alerting"))
    below = _TOP + _ROW * len(services) + 30
    height = max(_TOP + _ROW * len(sdk), below + 32 + _ROW * len(alerting)) + 40
    drawn = Picture(
        1000,
        height,
        "The rooms of sealog",
        f"Boxes, layer by layer. The package sealog: {_said(sdk)} The package sealog_exporters: {_said(services)}"
        f" Inside its room alerting: {_said(alerting)}",
    )
    right, wide = _COLUMN + 40, 1000 - _COLUMN - 60
    drawn.text(20, 30, "sealog: in applications, and the command line", _HEADING)
    drawn.text(right, 30, "sealog_exporters: services", _HEADING)
    drawn.text(right, below + 16, "inside alerting", _HEADING)
    _column(drawn, sdk, (20, _TOP), _COLUMN - 20)
    _column(drawn, services, (right, _TOP), wide)
    _column(drawn, alerting, (right, below + 32), wide)
    drawn.arrow((_COLUMN + 20, _TOP), (_COLUMN + 20, height - 45))
    drawn.text(
        20, height - 16, "A room imports only what stands below it. Red: holds keys that open. Blue: sees values."
    )
    return drawn.svg()


def _column(drawn: Picture, rows: list[list[str]], corner: tuple[float, float], width: float) -> None:
    x, y = corner
    for number, rooms in enumerate(rows):
        each = (width - 8 * (len(rooms) - 1)) / len(rooms)
        for place, room in enumerate(rooms):
            kind = "key" if room in _OPENS else "seal" if room in _SEES_VALUES else "plain"
            drawn.box(x + place * (each + 8), y + number * _ROW, each, _BOX, [room], kind)


def _said(rows: list[list[str]]) -> str:
    return "; ".join(", ".join(rooms) for rooms in rows) + "."


def rooms_table() -> str:
    """Return the table of all rooms, with the first sentence of each one's docstring."""
    rows = [
        (f"`{folder.relative_to(ROOT)}`", cell(_first_line(folder)))
        for package, home in _HOMES.items()
        for rooms in layers(package)
        for folder in (home / room for room in rooms)
    ]
    return table(("room", "what it is"), rows)


def _first_line(folder: Path) -> str:
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    module: Any = ast.parse(file.read_text(encoding="utf-8"))
    return (ast.get_docstring(module) or "").partition("\n")[0]
