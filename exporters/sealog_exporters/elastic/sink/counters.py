"""The sink's counters, in Prometheus's text format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Counters"]

_ABOUT = {
    "stored": "written, and not there before",
    "there_already": "sent again, and stored before with the same content",
    "other_content": "another record under an id that is taken, kept under an id of its own",
    "dead_letter": "refused for good, kept in sealog-dead-letter",
    "failure_store": "refused for good, kept in the data stream's failure store",
}


@dataclass
class Counters:
    """Counts; one event loop owns it."""

    records: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(_ABOUT, 0)))
    requests: Counter[str] = field(default_factory=Counter)
    bulk: Counter[str] = field(default_factory=Counter)
    retried: int = 0
    pending_bytes: int = 0
    window: float = 0.0
    batch_bytes: int = 0

    def exposition(self, *, is_ready: bool) -> str:
        """Give all counts in the text format of Prometheus."""
        lines = [
            *_family("sealog_sink_ready", "gauge", "1 if records are being stored", {"": int(is_ready)}),
            *_family(
                "sealog_sink_records_total",
                "counter",
                "Records by what became of them: " + "; ".join(f"{name}: {text}" for name, text in _ABOUT.items()),
                {f'{{outcome="{name}"}}': count for name, count in sorted(self.records.items())},
            ),
            *_family(
                "sealog_sink_requests_total",
                "counter",
                "OTLP requests, by outcome",
                {f'{{outcome="{name}"}}': count for name, count in sorted(self.requests.items())},
            ),
            *_family(
                "sealog_sink_bulk_requests_total",
                "counter",
                "Bulk requests by status of HTTP; 0: no answer",
                {f'{{status="{name}"}}': count for name, count in sorted(self.bulk.items())},
            ),
            *_family(
                "sealog_sink_retried_records_total",
                "counter",
                "Records that had to be sent to Elasticsearch again",
                {"": self.retried},
            ),
            *_family("sealog_sink_pending_bytes", "gauge", "Bytes on their way", {"": self.pending_bytes}),
            *_family(
                "sealog_sink_bulk_window", "gauge", "Bulk requests allowed at a time", {"": round(self.window, 2)}
            ),
            *_family("sealog_sink_bulk_bytes", "gauge", "Largest bulk request", {"": self.batch_bytes}),
        ]
        return "\n".join(lines) + "\n"


def _family(name: str, kind: str, about: str, samples: dict[str, float]) -> list[str]:
    return [
        f"# HELP {name} {about}",
        f"# TYPE {name} {kind}",
        *(f"{name}{key} {value}" for key, value in samples.items()),
    ]
