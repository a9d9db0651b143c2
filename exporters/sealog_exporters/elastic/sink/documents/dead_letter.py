"""A dead letter: a document that its index refuses for good, with the reason, as a document of another index."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sealog_exporters.elastic.sink.documents.from_otlp import Document
from sealog_exporters.elastic.sink.documents.targets import DEAD_LETTER

if TYPE_CHECKING:
    from sealog_exporters.elastic.sink.verdict import Result

__all__ = ["dead_letter"]

_ID_BYTES = 20
_LONGEST_REASON = 4096


def dead_letter(refused: Document, result: Result, now_ms: int) -> Document:
    """Make the dead letter of a document; of the same document always with the same id."""
    letter = {
        "@timestamp": now_ms,
        "target": refused.target,
        "id": refused.id,
        "service": refused.service,
        "status": result.status,
        "reason": {"type": result.kind, "text": result.reason[:_LONGEST_REASON]},
        "document": refused.line.decode("utf-8"),
    }
    identity = hashlib.blake2b(
        b"\0".join((refused.target.encode(), refused.id.encode(), refused.line)), digest_size=_ID_BYTES
    )
    line = json.dumps(letter, separators=(",", ":"), ensure_ascii=False).encode()
    return Document(DEAD_LETTER, identity.hexdigest(), line, refused.time_ms, refused.service)
