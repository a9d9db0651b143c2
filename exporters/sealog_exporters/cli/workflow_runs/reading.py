"""Reads one run, or all runs of one workflow, from trace files, the embedded store or a server."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sealog.cli.terminal import err, opened
from sealog.errors import SettingError
from sealog_exporters.cli.workflow_runs.sources import Place
from sealog_exporters.cli.workflow_runs.trace_ids import bare
from sealog_exporters.workflows.loading import MAX_BYTES, MAX_SPANS, load
from sealog_exporters.workflows.meaning import meaning
from sealog_exporters.workflows.plans.observed import observe
from sealog_exporters.workflows.plans.workflow_name import names_one_only, workflow_name
from sealog_exporters.workflows.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from sealog_exporters.workflows import Span
    from sealog_exporters.workflows.plans.observed import ObservedRun

__all__ = ["read_one", "read_runs", "write_file"]

_FILES = Place()
_MOST_LOOKED_AT = 1_000  # traces, for the newest runs


def read_runs(
    sources: Sequence[str], workflow: str = "", *, reads: Collection[str] = (), place: Place = _FILES, newest: int = 0
) -> list[ObservedRun]:
    """Give each trace of the files as one run, in order of time; all together have at most `MAX_SPANS` spans.

    With a place, the sources are ids of traces there, or there are none and the `newest` runs are read. What is named
    twice is read once.

    Only runs whose first span is called `workflow` are given, apart from ids in names (`workflow_name`); without it,
    the most frequent name decides, and stderr says what was left out.

    Raises:
        SettingError: a file or the place can't be read, or there is no run.
    """
    traces: defaultdict[str, list[Span]] = defaultdict(list)
    count = 0
    for part in _newest(place, workflow, newest) if newest else _named(sources, place):
        for span in part:
            traces[span.trace_id].append(span)
        count += len(part)
        if count > MAX_SPANS:
            raise SettingError(f"all together hold more than {MAX_SPANS} spans")
    runs = sorted((observe(spans, reads=reads) for spans in traces.values()), key=lambda run: run.tree.first)
    if not runs:
        raise SettingError(f"{', '.join(sources)} hold{'s' * (len(sources) == 1)} no span")
    name = workflow_name(workflow) or Counter(run.root for run in runs).most_common(1)[0][0]
    chosen = [run for run in runs if run.root == name]
    if not chosen:
        raise SettingError(f"--workflow: none of {len(runs)} runs begins with a span of this name")
    if len(chosen) < len(runs) and not workflow:
        left = len(runs) - len(chosen)
        err.print(f"{len(chosen)} runs of {name}; {left} of other workflows left out (--workflow)", markup=False)
    return chosen


def read_one(file: str, trace: str = "", place: Place = _FILES, workflow: str = "") -> list[Span]:
    """Give the spans of one trace: the one with this id, or without an id the newest run of a place.

    Of a file it is the trace that took longest; where there are several and none is asked for, stderr says so.
    `workflow` is the name of the newest run's first span; without it, any run of agents counts.

    Raises:
        SettingError: the file or the place can't be read, or does not hold the trace.
    """
    if bool(file) == bool(place):
        raise SettingError("a file with traces, or one of --from and --store, is needed, and not both")
    if workflow and (file or trace):
        raise SettingError("--workflow chooses the newest run: it needs --from or --store, without --trace")
    if not file:
        if not trace:
            (found,) = _newest(place, workflow, 1)
            return found
        with place.opened() as source:
            return source.trace(trace)
    spans = _load(file)
    traces: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        traces[span.trace_id].append(span)
    if not traces:
        raise SettingError(f"{file} holds no span")
    if trace:
        if not (found := [span for span in spans if bare(span.trace_id) == bare(trace)]):
            raise SettingError(f"--trace: {file} holds {len(traces)} traces, none with this id")
        return found
    if len(traces) > 1:
        err.print(f"the longest of {len(traces)} traces; --trace chooses another", markup=False)
    return max(traces.values(), key=_length)


def _named(names: Sequence[str], place: Place) -> Iterator[list[Span]]:
    """Give the spans of each file, or of each trace of a place, once."""
    if not place:
        yield from map(_load, dict.fromkeys(names))
        return
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(bare(name), name)
    with place.opened() as source:
        yield from map(source.trace, once.values())


def _newest(place: Place, workflow: str, count: int) -> Iterator[list[Span]]:
    """Give the newest runs of a place, at least one: those of a workflow, or those with a call of a model or a tool."""
    given = 0
    name = workflow_name(workflow)
    asked = workflow if names_one_only(workflow) else ""  # a server knows names as they are
    with place.opened() as source:
        for spans in source.newest(asked, min(20 + 5 * count, _MOST_LOOKED_AT)):
            if workflow_name(Tree(spans).entry.name) == name if workflow else any(map(_is_call, spans)):
                yield spans
                given += 1
            if given == count:
                return
    if not given:
        kind = "a span of this name first" if workflow else "a call of a model or a tool"
        raise SettingError(f"{place.option}: none of the newest traces there has {kind}")


def _is_call(span: Span) -> bool:
    return meaning(span).kind in {"model", "tool"}


def _load(file: str) -> list[Span]:
    with opened(file) as stream:
        data = stream.read(MAX_BYTES + 1)
    return load(data, file)


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
