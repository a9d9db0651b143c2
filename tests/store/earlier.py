"""Makes a store one of an earlier version."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_ADDED: Final = {
    6: ["DROP TABLE attribute_counts"],
    5: ["DROP TABLE metric_points", "DROP TABLE metric_series", "DROP TABLE metrics_left_out"],
    4: [
        "DROP INDEX spans_by_time",
        "ALTER TABLE spans DROP COLUMN operation_key",
        "CREATE INDEX spans_by_time ON spans (time, service, version, kind, operation, failed, duration)",
        "DROP TABLE span_entities",
        "DROP TABLE span_keys",
    ],
    3: ["DROP TABLE spans", "DROP TABLE span_blind_indexes"],
    2: [f"DROP TABLE {one}" for one in ("record_templates", "template_texts", "template_counts", "entity_counts")],
}
"""What each version added, taken away again."""


def make_earlier(path: Path, version: int) -> None:
    """Take away what later versions than this one added to a store."""
    with sqlite3.connect(path) as connection:
        for added, statements in _ADDED.items():
            for statement in statements if added > version else ():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
