"""The fields that our template for logs in Elasticsearch maps, as dashboards may ask for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MAPPINGS = Path(__file__).parents[2] / "exporters/sealog_exporters/elastic/setup/assets/logs-mappings.json"


def mapped_fields() -> set[str]:
    """Give the full names of all fields, and of the objects around them."""
    return set(_named(json.loads(MAPPINGS.read_text("utf-8"))["template"]["mappings"]["properties"]))


def _named(properties: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, field in properties.items():
        yield prefix + name
        yield from _named(field.get("properties", {}), f"{prefix}{name}.")
