"""`sealog insights`: reports what is new, gone, more frequent, costly or leaking in a store."""

from __future__ import annotations

import json
import shlex
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.terminal import err, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.places import known_templates
from sealog_exporters.cli.stores.registry import open_store
from sealog_exporters.store.interface import Selection, Templated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.insights import Counted, Insight, Window
    from sealog_exporters.insights.report import Shown
    from sealog_exporters.store.interface import Store
    from sealog_exporters.templates import Miner

EXAMPLES = """Examples:

sealog insights

sealog insights --since 24h --baseline week --store https://es.example.com:9200

sealog insights --since 15m --json

sealog insights --since 24h --html report.html"""

_MINUTE_NS = 60 * 10**9
_WEEK_NS = 7 * 86_400 * 10**9
_LARGEST = 100_000  # of a unit
_LATEST_S = 9_000_000_000  # 64 bits of nanoseconds hold no later moment
_STEPS = 30  # of a plot, in each window
_EXEMPLAR_CHARS = 1_000
_BASELINES = ("previous", "week", "version")


def insights(  # noqa: PLR0913, PLR0917 - a command's options
    since: Annotated[str, typer.Option(help="How far back to look, such as 15m, 1h or 7d.")] = "1h",
    baseline: Annotated[
        str,
        typer.Option(
            help="What to compare with: previous (the time before), week (the same time last week),"
            " version (the newest version of each service with its others)."
        ),
    ] = "previous",
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    until: Annotated[
        float | None, typer.Option(help="End of the time, seconds since the epoch. Default: now.", min=0, max=_LATEST_S)
    ] = None,
    limit: Annotated[int, typer.Option(help="How many at most, the weightiest first.", min=1)] = 30,
    index_pattern: Annotated[
        str, typer.Option("--index", help="Elasticsearch's indices, as in a search path.")
    ] = "logs-*",
    templates: Annotated[
        Path | None, typer.Option(help="File that knows former ids of templates. Default: `sealog up`'s.")
    ] = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="Read and mine all records, also those without a template's id. Slow.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="File for a report in HTML, in place of printing.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Report templates that are new, gone, more frequent or costly, errors, and where personal data is new.

    It works on sealed records and needs no key. Times are whole minutes. It reads what was counted of templates while
    the records came in, in Elasticsearch what an aggregation counts; records of a store that nobody stamped with their
    templates' ids are mined.
    """
    if baseline not in _BASELINES:
        raise SettingError(f"--baseline: {', '.join(_BASELINES[:-1])} or {_BASELINES[-1]} is expected")
    windows = _windows(_duration_ns(since), time.time() if until is None else until, baseline)
    with ExitStack() as stack:
        records_in = open_store(store, stack, index_pattern=index_pattern)
        report = _Report(records_in, store, windows, by_version=baseline == "version")
        report.read(_state(templates, store), mine=mine)
        found = report.insights()[:limit]
        _warn(report.counted)
        if html is not None:
            _write(html, report, [report.shown(one) for one in found])
        elif as_json:
            for one in found:
                write_line(json.dumps(report.facts(report.shown(one))))
        else:
            for one in found:
                _print(report, one)
    now, before = report.counted.figures[:2]
    err.print(f"{now.records} records, {before.records} in the baseline", markup=False)


class _Report:
    """What was found in a store, and what it is asked about each insight.

    `windows`: of now and its baseline, and both a little earlier, for what was told then.
    """

    def __init__(self, store: Store, name: str, windows: Sequence[Window], *, by_version: bool) -> None:
        self.now, self.before = windows[:2]
        self.by_version = by_version
        self._windows = windows
        self._store = store
        self._name = name
        self._exemplars: dict[str, str] = {}
        self.counted: Counted

    def read(self, miner: Miner | None, *, mine: bool) -> None:
        """Read the figures of all windows."""
        from sealog_exporters.insights import counted, mined
        from sealog_exporters.templates import Miner

        if isinstance(self._store, Templated) and not mine:
            self.counted = counted(self._store, self._windows, miner.current if miner else lambda name: name)
            if any(one.records for one in self.counted.figures):
                return
        own = Miner()
        # Only now and its baseline: each further window is read whole.
        self.counted = mined(self._store, self._windows[:2], own)
        self._exemplars = {one.id: one.exemplar for one in own.templates()}

    def insights(self) -> list[Insight]:
        """Give what is worth telling, the weightiest first."""
        from sealog_exporters.insights import insights as found_in

        now, before, *earlier = self.counted.figures
        texts, by_version = self.counted.texts, self.by_version
        standing = set()
        if earlier:
            standing = {one.key for one in found_in(earlier[0], earlier[1], texts, by_version=by_version)}
        return found_in(now, before, texts, window=self.now, standing=standing, by_version=by_version)

    def shown(self, one: Insight) -> Shown:
        """Ask the store for an insight's plot and exemplar, and say how its records are found."""
        from sealog_exporters.insights.report import Shown

        ids = self._ids(one)
        exemplar = self._exemplars.get(one.template_id, "")
        if not isinstance(self._store, Templated) or self._exemplars:
            return Shown(one, (), 0, exemplar, "", {})
        before = [] if self.by_version else self._series(one, self.before)
        only = one.records
        if one.kind == "gone":
            only = Selection(self.before.start_ns, self.before.end_ns)
        if only is not None:
            found = next(self._store.select(ids, only), None)
            exemplar = found.body_text[:_EXEMPLAR_CHARS] if found else ""
        series = [*before, *self._series(one, self.now)]
        return Shown(one, series, len(before), exemplar, self._command(ids, only), _query(ids, only))

    def facts(self, shown: Shown) -> dict[str, object]:
        """Give an insight as JSON has it."""
        facts = asdict(shown.insight)
        del facts["records"]
        weight = facts.pop("weight")
        return facts | {
            "weight": None if weight == float("inf") else weight,
            "exemplar": shown.exemplar,
            "template_ids": self._ids(shown.insight),
            "command": shown.command,
            "query": shown.query,
            "window": vars(self.now),
            "baseline": "other versions" if self.by_version else vars(self.before),
        }

    def plot(self, one: Insight) -> str:
        """Draw an insight's records over both windows, where it is about a template that was counted."""
        from sealog_exporters.insights.report import sparkline

        if not one.template_id or self._exemplars:
            return ""
        before = "" if self.by_version else sparkline(self._series(one, self.before)) + " │ "
        return before + sparkline(self._series(one, self.now))

    def _ids(self, one: Insight) -> list[str]:
        return self.counted.ids.get(one.template_id, [one.template_id]) if one.template_id else []

    def _series(self, one: Insight, window: Window) -> list[int]:
        if not isinstance(self._store, Templated) or not one.template_id:
            return []
        step = max(_MINUTE_NS, -(-(window.end_ns - window.start_ns) // _STEPS // _MINUTE_NS) * _MINUTE_NS)
        return self._store.template_series(self._ids(one), window.start_ns, window.end_ns, step)

    def _command(self, ids: Sequence[str], only: Selection | None) -> str:
        if only is None:
            return ""
        words = ["sealog", "search"]
        for one in ids:
            words += ["--template", one]
        words += ["--from", _rfc3339(only.from_ns), "--to", _rfc3339(only.to_ns), "--limit", "0"]
        for option, value in (("--service", only.service), ("--version", only.version), ("--sealed", only.entity)):
            words += [option, value] if value else []
        words += ["--min-severity", str(only.min_severity)] if only.min_severity else []
        words += ["--sealed-in", only.attribute] if only.attribute else []
        words += ["--no-trace"] if only.traceless else []
        words += ["--store", self._name] if self._name and "@" not in self._name else []  # no password in a report
        return shlex.join(words)


def _query(ids: Sequence[str], only: Selection | None) -> dict[str, Any]:
    from sealog_exporters.elastic.queries import selects_templates

    return {} if only is None else {"query": selects_templates(ids, only, stamped=True)}


def _windows(length_ns: int, until_s: float, baseline: str) -> list[Window]:
    """Give the window of now, the baseline's, and both of a quarter of the window earlier; whole minutes."""
    from sealog_exporters.insights import Window

    length = -(-length_ns // _MINUTE_NS) * _MINUTE_NS
    end = -(-int(until_s * 10**9) // _MINUTE_NS) * _MINUTE_NS
    back = _WEEK_NS if baseline == "week" else length
    earlier = max(length // 4 // _MINUTE_NS, 1) * _MINUTE_NS
    return [Window(end - length - by, end - by) for by in (0, back, earlier, earlier + back)]


def _state(path: Path | None, store: str) -> Miner | None:
    """Read the file of templates, where there is one."""
    from sealog_exporters.templates.snapshot import load

    path = known_templates(path, store)
    return load(path) if path else None


def _warn(counted: Counted) -> None:
    if counted.unstamped and any(one.records for one in counted.figures):
        err.print(
            f"{counted.unstamped} records have no template's id and are left out; --mine reads them", markup=False
        )


def _write(path: Path, report: _Report, shown: Sequence[Shown]) -> None:
    from sealog_exporters.insights.report import html_report

    now, before = report.counted.figures[:2]
    about = f"{now.records} records, {before.records} in the baseline"
    text = html_report(shown, report.now, None if report.by_version else report.before, about)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"--html: {path} can't be written: {error.strerror}") from error


def _print(report: _Report, one: Insight) -> None:
    about = one.template or one.service
    out.print(f"{one.kind:15} {one.service or '-':15} {one.template_id:16}  {about}", markup=False)
    out.print(f"{'':15} {one.reason}", markup=False)
    if plot := report.plot(one):
        out.print(f"{'':15} {plot}", markup=False)


def _rfc3339(ns: int) -> str:
    return datetime.fromtimestamp(ns // 10**9, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _duration_ns(text: str) -> int:
    units = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
    if not (text[:-1].isascii() and text[:-1].isdigit() and text[-1:] in units and 0 < int(text[:-1]) <= _LARGEST):
        raise SettingError("--since: a number and s, m, h, d or w is expected, such as 1h")
    return int(text[:-1]) * units[text[-1]] * 10**9
