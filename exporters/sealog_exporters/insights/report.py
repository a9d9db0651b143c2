"""Insights as one HTML file without scripts, and small plots as text. Whatever comes from records is escaped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from html import escape
from typing import TYPE_CHECKING, Final

from sealog_exporters.html_page import PAGE_END, page_start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog_exporters.insights.insight import Insight, Window

__all__ = ["Shown", "html_report", "sparkline"]

_BARS: Final = "▁▂▃▄▅▆▇█"
_WIDTH, _HEIGHT = 4, 32  # of a bar, in pixels

_STYLE: Final = """article { border-top: 1px solid #8886; padding: 1rem 0; }
h2 { font-size: 1rem; margin: 0; }
h2 span { background: #8883; border-radius: 3px; font-weight: normal; margin-right: .5rem; padding: .1rem .4rem; }
pre { background: #8882; overflow-x: auto; padding: .5rem; white-space: pre-wrap; word-break: break-word; }
svg { display: block; margin: .5rem 0; } rect { fill: #47c; } rect.before { fill: #8886; }
th { font-weight: normal; padding-right: 1rem; text-align: left; }
p { margin: .25rem 0; }
"""


@dataclass(frozen=True)
class Shown:
    """An insight with what the store was asked about it.

    `series` has its records in equal steps of the baseline's window, then of the window; `in_baseline` says how many of
    them are of the baseline. `command` and `query` give exactly its records; empty where none can.
    """

    insight: Insight
    series: Sequence[int]
    in_baseline: int
    exemplar: str
    command: str
    query: Mapping[str, object]


def sparkline(series: Sequence[int]) -> str:
    """Draw counts as a line of blocks; zero is the lowest."""
    highest = max(series, default=0)
    return "".join(_BARS[count * (len(_BARS) - 1) // highest if highest else 0] for count in series)


def html_report(shown: Sequence[Shown], now: Window, before: Window | None, about: str) -> str:
    """Give the report as HTML: what was looked at, and each insight with its figures, plot, exemplar and query."""
    compared = f", compared with {_span(before)}" if before else ", versions of each service compared"
    return f"""{page_start("sealog insights", _STYLE)}<h1>Insights</h1>
<p>{escape(_span(now))}{escape(compared)}. Times are in UTC.</p>
<p>{escape(about)}. Insights: {len(shown)}, the weightiest first.</p>
{"".join(map(_article, shown))}
{PAGE_END}"""


def _article(one: Shown) -> str:
    insight = one.insight
    facts = "".join(
        f"<tr><th>{escape(str(name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in insight.evidence.items()
    )
    parts = [
        f"<h2><span>{escape(insight.kind)}</span>{escape(_printable(insight.template or insight.service or '-'))}</h2>",
        f"<p>{escape(insight.reason)}</p>",
        f'<p class="quiet">{escape(_printable(insight.service or "-"))} {escape(insight.template_id)}</p>',
        _plot(one),
        f"<table>{facts}</table>" if facts else "",
        f"<p>Example, sealed as it came:</p><pre>{escape(_printable(one.exemplar))}</pre>" if one.exemplar else "",
        f"<p>Its records:</p><pre>{escape(one.command)}</pre>" if one.command else "",
    ]
    if one.query:
        parts.append(
            f"<details><summary>In Elasticsearch</summary><pre>{escape(json.dumps(one.query))}</pre></details>"
        )
    return f"<article>\n{''.join(part + chr(10) for part in parts if part)}</article>\n"


def _plot(one: Shown) -> str:
    highest = max(one.series, default=0)
    if not highest:
        return ""
    bars = []
    for place, count in enumerate(one.series):
        height = round(count * _HEIGHT / highest, 1)
        kind = ' class="before"' if place < one.in_baseline else ""
        bars.append(
            f'<rect{kind} x="{place * (_WIDTH + 1)}" y="{_HEIGHT - height}" width="{_WIDTH}" height="{height}"/>'
        )
    width = len(one.series) * (_WIDTH + 1)
    label = f"Records over time, at most {highest} a step"
    return f'<svg role="img" aria-label="{label}" width="{width}" height="{_HEIGHT}">{"".join(bars)}</svg>'


def _span(window: Window) -> str:
    return f"{_time(window.start_ns)} to {_time(window.end_ns)}"


def _time(ns: int) -> str:
    return datetime.fromtimestamp(ns / 10**9, timezone.utc).strftime("%Y-%m-%d %H:%M")


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
