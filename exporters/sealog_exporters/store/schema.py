"""The tables of the embedded store and their version."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sealog.errors import StoreError

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "has_attribute_counts",
    "has_metrics",
    "has_operations",
    "has_spans",
    "has_templates",
    "operation_key",
    "prepare",
    "upgrade",
]

APPLICATION_ID = 0x5EA10600
"""Written into the file's header (https://sqlite.org/fileformat2.html#application_id), to recognise our files."""

VERSION = 6
"""`_ADDED` has what each version added; an earlier store gets it when it is opened for writing."""

_TABLES = """
CREATE TABLE records (
    id         INTEGER PRIMARY KEY,
    uid        TEXT UNIQUE,          -- NULL for a record that sealog did not mint
    time       INTEGER NOT NULL,     -- ns since the Unix epoch
    severity   INTEGER NOT NULL,
    service    TEXT NOT NULL,
    trace_id   TEXT NOT NULL,
    span_id    TEXT NOT NULL,
    body       TEXT NOT NULL,
    document   TEXT NOT NULL
);
CREATE INDEX records_by_time ON records (time);
CREATE INDEX records_by_trace ON records (trace_id) WHERE trace_id <> '';
CREATE TABLE blind_indexes (
    blind_index TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records (id),
    PRIMARY KEY (blind_index, record)
) WITHOUT ROWID;
CREATE TABLE entities (
    entity TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records (id),
    PRIMARY KEY (entity, record)
) WITHOUT ROWID;
CREATE TABLE sealed_keys (spelling TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_VERSION_2 = """
CREATE TABLE record_templates (
    template TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records (id),
    PRIMARY KEY (template, record)
) WITHOUT ROWID;
CREATE TABLE template_texts (template TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE template_counts (   -- counted while records come in
    bucket     INTEGER NOT NULL, -- the first of its minutes since the Unix epoch
    minutes    INTEGER NOT NULL, -- how many
    template   TEXT NOT NULL,    -- '' for records without one, 'other' for what was too much to keep apart
    service    TEXT NOT NULL,
    version    TEXT NOT NULL,
    severity   INTEGER NOT NULL,
    records    INTEGER NOT NULL,
    bytes      INTEGER NOT NULL, -- of bodies as UTF-8
    first_time INTEGER NOT NULL, -- ns since the Unix epoch
    last_time  INTEGER NOT NULL,
    traceless  INTEGER NOT NULL, -- records without a trace id
    ahead      INTEGER NOT NULL, -- records from the future of who observed them
    behind     INTEGER NOT NULL, -- records that were observed late
    again      INTEGER NOT NULL, -- records that were there already and passed over; they are in no other count
    PRIMARY KEY (bucket, minutes, template, service, version, severity)
) WITHOUT ROWID;
CREATE TABLE entity_counts (
    bucket INTEGER NOT NULL, minutes INTEGER NOT NULL,
    template TEXT NOT NULL, service TEXT NOT NULL, entity TEXT NOT NULL, records INTEGER NOT NULL,
    PRIMARY KEY (bucket, minutes, template, service, entity)
) WITHOUT ROWID;
"""

_VERSION_3 = """
CREATE TABLE spans (
    id         INTEGER PRIMARY KEY,
    trace_id   TEXT NOT NULL,
    span_id    TEXT,             -- NULL for a span without one
    time       INTEGER NOT NULL, -- its beginning, ns since the Unix epoch
    duration   INTEGER NOT NULL, -- ns
    failed     INTEGER NOT NULL, -- 1 where its status is an error
    service    TEXT NOT NULL,
    version    TEXT NOT NULL,
    kind       INTEGER NOT NULL, -- as OTLP numbers it
    operation  TEXT NOT NULL,    -- its name, with `<entity>` for each sealed value
    document   TEXT NOT NULL,
    UNIQUE (trace_id, span_id)
);
CREATE INDEX spans_by_time ON spans (time, service, version, kind, operation, failed, duration);
CREATE TABLE span_blind_indexes (
    blind_index TEXT NOT NULL, span INTEGER NOT NULL REFERENCES spans (id),
    PRIMARY KEY (blind_index, span)
) WITHOUT ROWID;
"""

_VERSION_4 = """
ALTER TABLE spans ADD COLUMN operation_key INTEGER;
UPDATE spans SET operation_key = operation_key(service, version, kind, operation);
DROP INDEX spans_by_time;
CREATE INDEX spans_by_time ON spans (time, operation_key, failed, duration);
CREATE TABLE span_entities (
    entity TEXT NOT NULL, span INTEGER NOT NULL REFERENCES spans (id),
    PRIMARY KEY (entity, span)
) WITHOUT ROWID;
CREATE TABLE span_keys (   -- sealed data keys that spans carry; those of records are in sealed_keys
    spelling TEXT PRIMARY KEY,
    last_span INTEGER NOT NULL REFERENCES spans (id) -- the newest that carries it
) WITHOUT ROWID;
"""

_VERSION_5 = """
CREATE TABLE metric_series (
    id          INTEGER PRIMARY KEY,
    identity    INTEGER NOT NULL UNIQUE, -- of all that tells a series apart
    service     TEXT NOT NULL,
    name        TEXT NOT NULL,
    unit        TEXT NOT NULL,
    kind        TEXT NOT NULL,    -- gauge, counter, updown or histogram
    description TEXT NOT NULL,
    attributes  TEXT NOT NULL,    -- of its points, as JSON
    origin      TEXT NOT NULL,    -- attributes of its resource beside the service's name, as JSON
    start       INTEGER NOT NULL, -- of its last point, as the next four; ns since the Unix epoch
    time        INTEGER NOT NULL,
    value       REAL,
    count       INTEGER NOT NULL,
    buckets     TEXT NOT NULL     -- as JSON, by upper bound
);
CREATE INDEX metric_series_by_name ON metric_series (service, name, time);
CREATE INDEX metric_series_by_time ON metric_series (time);
CREATE TABLE metric_points (
    series         INTEGER NOT NULL REFERENCES metric_series (id),
    minute         INTEGER NOT NULL, -- since the Unix epoch
    value          REAL,             -- the last of a gauge, what came in the minute of others
    count          INTEGER NOT NULL, -- measurements of a histogram that came in the minute
    buckets        TEXT NOT NULL,
    exemplar       REAL,             -- the greatest exemplar of the minute
    exemplar_trace TEXT NOT NULL,
    exemplar_span  TEXT NOT NULL,
    PRIMARY KEY (series, minute)
) WITHOUT ROWID;
CREATE INDEX metric_points_by_minute ON metric_points (minute);
CREATE INDEX metric_points_by_trace ON metric_points (exemplar_trace) WHERE exemplar_trace <> '';
CREATE TABLE metrics_left_out (   -- points of series that were too many
    service TEXT NOT NULL, name TEXT NOT NULL, points INTEGER NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (service, name)
) WITHOUT ROWID;
"""

_VERSION_6 = """
CREATE TABLE attribute_counts (   -- as entity_counts, by attribute in place of template
    bucket INTEGER NOT NULL, minutes INTEGER NOT NULL,
    service TEXT NOT NULL, attribute TEXT NOT NULL, entity TEXT NOT NULL, records INTEGER NOT NULL,
    PRIMARY KEY (bucket, minutes, service, attribute, entity)
) WITHOUT ROWID;
"""

_ADDED = (_TABLES, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6)
"""What each version added, from 1."""


def prepare(connection: sqlite3.Connection, name: str, *, writable: bool) -> None:
    """Check that a database is a log store of this version; make an empty one into it where that is allowed.

    Raises:
        StoreError: it belongs to another program or a newer sealog, or is empty and can't be written; names it.
        sqlite3.Error: it is no database at all.
    """
    if _is_empty(connection) and writable:
        connection.execute("PRAGMA journal_mode = WAL")  # readers in other processes don't wait for us
        _create(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreError(f"{name}: not a sealog log store (SQLite application id {application:#x})")
    version = _version(connection)
    if 1 <= version <= VERSION and writable:
        upgrade(connection)
    elif not 1 <= version <= VERSION:
        raise StoreError(f"{name}: a log store of version {version}; this sealog knows versions 1 to {VERSION}")


def upgrade(connection: sqlite3.Connection) -> None:
    """Make a store of an earlier version one of this version."""
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        _run(connection, "".join(_ADDED[_version(connection) :]))  # another process may have been quicker
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def has_templates(connection: sqlite3.Connection) -> bool:
    """Tell whether a store has templates; one of version 1 that is read only has none."""
    return _version(connection) > 1


def has_spans(connection: sqlite3.Connection) -> bool:
    """Tell whether a store can have spans; one of an earlier version that is read only can't."""
    return _version(connection) > 2  # noqa: PLR2004 - see `VERSION`


def has_operations(connection: sqlite3.Connection) -> bool:
    """Tell whether a store lists operations, entities and keys of spans; one of version 3 that is read only doesn't."""
    return _version(connection) > 3  # noqa: PLR2004 - see `VERSION`


def has_metrics(connection: sqlite3.Connection) -> bool:
    """Tell whether a store can have metrics; one of an earlier version that is read only can't."""
    return _version(connection) > 4  # noqa: PLR2004 - see `VERSION`


def has_attribute_counts(connection: sqlite3.Connection) -> bool:
    """Tell whether a store can count what attributes hold; one of an earlier version that is read only can't."""
    return _version(connection) > 5  # noqa: PLR2004 - see `VERSION`


def operation_key(service: str, version: str, kind: int, operation: str) -> int:
    """Give the number by which spans are grouped; another process gives the same."""
    digest = hashlib.blake2b("\0".join((service, version, str(kind), operation)).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(connection):  # another process may have been quicker
            _run(connection, "".join(_ADDED))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _run(connection: sqlite3.Connection, statements: str) -> None:
    connection.create_function("operation_key", 4, operation_key, deterministic=True)
    for statement in statements.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
