"""sealog itself, asked in the same way as its peers."""

from __future__ import annotations

from speak import answer

from sealog.detect.engine.scanner import default_scanner

if __name__ == "__main__":
    scanner = default_scanner()
    answer(
        "sealog",
        {entity: entity for entity in scanner.entities},
        lambda text: [(found.entity, found.start, found.end) for found in scanner.scan(text)],
    )
