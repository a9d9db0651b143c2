"""Reads one run, or all runs of one workflow, from trace files."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.cli.terminal import err, opened
from sealog.errors import SettingError
from sealog_exporters.workflows.loading import MAX_BYTES, MAX_SPANS, load
from sealog_exporters.workflows.plans.observed import observe

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sealog_exporters.workflows import Span
    from sealog_exporters.workflows.plans.observed import ObservedRun

__all__ = ["read_one", "read_runs", "write_file"]


def read_runs(
    sources: Sequence[str], workflow: str = "", *, reads: Collection[str] = (), server: str = ""
) -> list[ObservedRun]:
    """Give each trace of the files as one run, in order of time; all together have at most `MAX_SPANS` spans.

    With `server`, the URL of Jaeger or Tempo, the sources are ids of traces there. What is named twice is read once.

    Only runs whose first span is called `workflow` are given; without it, the most frequent name decides, and stderr
    says what was left out.

    Raises:
        SettingError: a file or the server can't be read, or there is no run.
    """
    traces: defaultdict[str, list[Span]] = defaultdict(list)
    count = 0
    once: dict[str, str] = {}
    for source in sources:
        once.setdefault(_bare(source) if server else source, source)
    for source in once.values():
        for span in _fetch(server, source) if server else _load(source):
            traces[span.trace_id].append(span)
            count += 1
        if count > MAX_SPANS:
            raise SettingError(f"all together hold more than {MAX_SPANS} spans")
    runs = sorted((observe(spans, reads=reads) for spans in traces.values()), key=lambda run: run.tree.first)
    if not runs:
        raise SettingError(f"{', '.join(sources)} hold{'s' * (len(sources) == 1)} no span")
    name = workflow or Counter(run.root for run in runs).most_common(1)[0][0]
    chosen = [run for run in runs if run.root == name]
    if not chosen:
        raise SettingError(f"--workflow: none of {len(runs)} runs begins with a span of this name")
    if len(chosen) < len(runs) and not workflow:
        left = len(runs) - len(chosen)
        err.print(f"{len(chosen)} runs of {name}; {left} of other workflows left out (--workflow)", markup=False)
    return chosen


def read_one(file: str, trace: str, server: str = "") -> list[Span]:
    """Give the spans of one trace of a file: the one with this id, or without an id the one that took longest.

    With `server`, the URL of Jaeger or Tempo, the trace with this id comes from there, and `file` is empty.

    Where a file holds several and none is asked for, stderr says so.

    Raises:
        SettingError: the file or the server can't be read, or does not hold the trace.
    """
    if bool(file) == bool(server):
        raise SettingError("a file with traces, or --from with --trace, is needed, and not both")
    if server:
        return _fetch(server, trace)
    spans = _load(file)
    traces: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        traces[span.trace_id].append(span)
    if not traces:
        raise SettingError(f"{file} holds no span")
    if trace:
        if not (found := _with_id(trace, spans)):
            raise SettingError(f"--trace: {file} holds {len(traces)} traces, none with this id")
        return found
    if len(traces) > 1:
        err.print(f"the longest of {len(traces)} traces; --trace chooses another", markup=False)
    return max(traces.values(), key=_length)


def _load(file: str) -> list[Span]:
    with opened(file) as stream:
        data = stream.read(MAX_BYTES + 1)
    return load(data, file)


def _fetch(server: str, trace: str) -> list[Span]:
    from sealog_exporters.cli.workflow_runs.backend import fetch_trace

    if not (found := _with_id(trace, load(fetch_trace(server, trace), server))):
        raise SettingError(f"--from: {server} does not have the trace {trace}")
    return found


def _with_id(trace: str, spans: list[Span]) -> list[Span]:
    wanted = _bare(trace)
    return [span for span in spans if _bare(span.trace_id) == wanted]


def _bare(trace: str) -> str:
    return trace.lower().lstrip("0")  # Jaeger drops leading zeros


def _length(spans: list[Span]) -> int:
    return max(max(span.end_ns, span.start_ns) for span in spans) - min(span.start_ns for span in spans)


def write_file(path: Path, text: str) -> None:
    """Write a file as a whole.

    Raises:
        SettingError: it can't be written.
    """
    try:
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingError(f"{path} can't be written: {error.strerror}") from error
