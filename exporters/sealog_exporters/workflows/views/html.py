"""A run as one HTML file without scripts: timeline, findings, quality. Whatever comes from the trace is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from sealog.printable import visible
from sealog_exporters.html_page import PAGE_END, page_start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.workflows.analysis import Analysis
    from sealog_exporters.workflows.views.timeline import Row, Timeline

__all__ = ["html_report"]

_LONGEST = 200  # characters of a name
_ROW, _NAMES, _TIMES, _SCALE, _INDENT = 20, 320, 80, 700, 12  # pixels
_DEEPEST = 16  # levels that are indented

_STYLE: Final = """body { max-width: 72rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
svg { display: block; height: auto; max-width: 100%; } text { fill: currentColor; font-size: 12px; }
rect { fill: #8886; } rect.path { fill: #d62; } rect.failed { stroke: #c22; stroke-width: 1.5; }
td, th { padding: .25rem 1rem .25rem 0; text-align: left; vertical-align: top; }
.key { display: inline-block; height: .75rem; width: 1.5rem; }
"""


def html_report(found: Analysis, run: Timeline) -> str:
    """Give the report of one run: what it cost, its timeline with the critical path, findings and trace quality."""
    tokens = "tokens unknown" if found.tokens is None else f"{found.tokens} tokens"
    cost = "" if found.cost is None else f", cost {found.cost:.4g}"
    calls = f"{found.model_calls} model calls, {found.tool_calls} tool calls"
    left = f'<p class="quiet">{run.left_out} shorter spans have no row.</p>' if run.left_out else ""
    return f"""{page_start(f"Run {found.trace_id}", _STYLE)}<h1>Run {escape(found.trace_id)}</h1>
<p>{found.wall_ms:.1f} ms, {found.spans} spans, {calls}, {tokens}{cost}</p>
<h2>Timeline</h2>
<p class="quiet"><svg class="key" viewBox="0 0 24 12"><rect class="path" width="24" height="12"/></svg> critical path:
what the run waited for at every moment. A red frame is a span that failed.</p>
{_svg(run)}
{left}
<h2>Findings</h2>
{_findings(found.findings)}
<h2>Trace quality</h2>
{_quality(found.trace_quality)}
{PAGE_END}"""


def _svg(run: Timeline) -> str:
    height = _ROW * len(run.rows) + 4
    width = _NAMES + _SCALE + _TIMES
    rows = "\n".join(_row(row, place, run.wall_ms) for place, row in enumerate(run.rows))
    label = f"Timeline of {len(run.rows)} spans over {run.wall_ms:.1f} ms"
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {width} {height}">\n{rows}\n</svg>'


def _row(row: Row, place: int, wall_ms: float) -> str:
    top = place * _ROW + 2
    indent = min(row.depth, _DEEPEST) * _INDENT
    room = (_NAMES - indent) // 7  # characters of this size
    name = _printable(row.name)
    short = name if len(name) <= room else name[: room - 1] + "…"
    lasted = f"{row.end_ms - row.start_ms:.1f} ms"
    failed = ' class="failed"' if row.failed else ""
    bars = [_bar(row.start_ms, row.end_ms, wall_ms, top, failed)]
    bars += [_bar(begin, end, wall_ms, top, ' class="path"') for begin, end in row.on_path]
    return (
        f"<g><title>{escape(name)}: {lasted}, from {row.start_ms:.1f} ms{', failed' if row.failed else ''}</title>"
        f'<text x="{indent}" y="{top + 12}">{escape(short)}</text>{"".join(bars)}'
        f'<text x="{_NAMES + _SCALE + 6}" y="{top + 12}">{lasted}</text></g>'
    )


def _bar(begin: float, end: float, wall_ms: float, top: int, kind: str) -> str:
    scale = _SCALE / wall_ms if wall_ms else 0.0
    left, width = _NAMES + begin * scale, max(1.0, (end - begin) * scale)
    return f'<rect{kind} x="{left:.1f}" y="{top + 2}" width="{width:.1f}" height="{_ROW - 6}"/>'


def _findings(findings: Iterable[dict[str, Any]]) -> str:
    rows: list[tuple[str, ...]] = []
    for one in findings:
        saves = "unknown" if one["saves_ms"] is None else f"{one['saves_ms']:.1f} ms"
        if one["saves_tokens"]:
            saves += f", {one['saves_tokens']:g} tokens"
        if one["saves_cost"]:
            saves += f", cost {one['saves_cost']:.4g}"
        rows.append((one["kind"], one["confidence"], saves, one["advice"]))
    return _table(("finding", "confidence", "saves", "what to change"), rows)


def _quality(doubts: Iterable[dict[str, Any]]) -> str:
    return _table(("kind", "reason", "what follows"), [(one["kind"], one["reason"], one["follows"]) for one in doubts])


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return "<p>Nothing found.</p>"
    head = "".join(f"<th>{head}</th>" for head in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(_printable(cell))}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table>\n<tr>{head}</tr>\n{body}</table>"


def _printable(text: str) -> str:
    """Replace what controls or moves other text, and cut what is too long."""
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return visible(shown)
