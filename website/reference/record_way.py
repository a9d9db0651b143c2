"""The picture of a record's way, from the logging call to the store and to an alert."""

from __future__ import annotations

from reference.svg import FAINT, Picture

STEPS = (
    ("application", ["the application", "calls logging"], "app"),
    ("sealog.instrumentation", ["OpenTelemetry's handler", "put there by sealog"], "plain"),
    ("sealog.processor", ["SealingProcessor", "finds values, seals them"], "seal"),
    ("others", ["other processors", "see sealed values only"], "plain"),
    ("sealog.processor", ["guard", "seals what came later"], "seal"),
    ("sealog.delivery", ["delivery", "memory, or spool on disk"], "wait"),
)
"""Stations inside the application's process: the room that does it, its lines, what kind it is."""


def picture() -> str:
    """Return the picture."""
    drawn = Picture(
        1000,
        560,
        "The way of a log record",
        "Inside the application's process: the logging call, OpenTelemetry's handler, the SealingProcessor, which asks"
        " detection and the sealer with the bundle, other processors, the guard, and delivery from memory or a spool."
        " Then over OTLP to the collector, and from there to Elasticsearch and to sealog alerting, which tells a"
        " receiver. An operator searches by blind index and opens with the keyring.",
    )
    drawn.frame(20, 20, 470, 520, "the application's process")
    for number, (_, lines, kind) in enumerate(STEPS):
        y = 50 + number * 82
        drawn.box(45, y, 215, 54, lines, kind)
        if number:
            drawn.arrow((152, y - 28), (152, y))
    drawn.box(310, 190, 160, 54, ["detect", "rules find values"], "seal")
    drawn.box(310, 262, 160, 54, ["keys, crypto", "seal with the bundle"], "seal")
    drawn.arrow((260, 235), (310, 217))
    drawn.arrow((260, 248), (310, 285))
    drawn.box(560, 460, 180, 54, ["collector", "routes what arrives"])
    drawn.arrow((260, 487), (560, 487))
    drawn.text(300, 478, "OTLP: sealed values only", f'font-size="12" fill="{FAINT}"')
    drawn.box(560, 330, 180, 54, ["Elasticsearch", "or the embedded store"], "service")
    drawn.arrow((650, 460), (650, 384))
    drawn.box(795, 460, 180, 54, ["sealog alerting", "counts, opens nothing"], "service")
    drawn.arrow((740, 487), (795, 487))
    drawn.box(795, 330, 180, 54, ["receivers", "Slack, PagerDuty, mail"])
    drawn.arrow((885, 460), (885, 384))
    drawn.frame(540, 60, 445, 220, "the operator's machine")
    drawn.box(560, 200, 180, 54, ["sealog search", "by blind index"], "service")
    drawn.arrow((650, 254), (650, 330))
    drawn.box(560, 100, 180, 54, ["sealog open", "for a stated reason"], "key")
    drawn.arrow((650, 200), (650, 154))
    drawn.box(795, 88, 170, 38, ["keyring"], "key")
    drawn.box(795, 138, 170, 38, ["audit trail"], "wait")
    drawn.arrow((740, 120), (795, 107))
    drawn.arrow((740, 136), (795, 157))
    return drawn.svg()
