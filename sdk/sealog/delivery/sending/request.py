"""Puts spooled records together as one OTLP export, by concatenation. It parses and checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.delivery.encoding.encode import sized

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog.spool.record import SpooledRecord


def export_request(records: Iterable[SpooledRecord]) -> bytes:
    """Give an encoded `ExportLogsServiceRequest`; records of one resource and scope keep their order."""
    resources: dict[bytes, dict[bytes, list[bytes]]] = {}
    for record in records:
        scopes = resources.setdefault(record.context.resource, {})
        scopes.setdefault(record.context.scope, []).append(sized(b"\x12", record.data))
    parts = []
    for resource, scopes in resources.items():
        inner = [resource]
        for scope, logs in scopes.items():
            inner.append(sized(b"\x12", scope + b"".join(logs)))
        parts.append(sized(b"\x0a", b"".join(inner)))
    return b"".join(parts)
