"""Calls that were made again: duplicates, loops, what could be cached, polls, sleeps, duplicate model calls."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from sealog_exporters.workflows.contents import leaves
from sealog_exporters.workflows.findings.finding import MOST, Finding
from sealog_exporters.workflows.findings.run import ACTS, HAND_OFF, WAITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.findings.run import Run

__all__ = ["duplicate_models", "polling", "repeated", "sleeps"]

_TELLING = 12  # characters of a result that says more than "ok"
_LOOP = 3
_POLLS = 3
_SLEEPS = re.compile(
    r"(?:sleep|delay|pause|wait)(?:_?(?:ms|millis|seconds?|minutes?|a_while|some|time))?", re.IGNORECASE
)
_SLEPT = 0.05  # of the wall time


def equal_calls(run: Run) -> list[list[int]]:
    """Give the calls of one tool with equal arguments that succeeded, in order of time; hand-offs are told apart."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in run.calls:
        one = run.meanings[index]
        if one.same_arguments is not None and not run.tree.spans[index].failed and not HAND_OFF.fullmatch(one.name):
            groups[one.name, one.same_arguments].append(index)
    return [calls for calls in groups.values() if len(calls) > 1]


def repeated(run: Run) -> Iterator[Finding]:
    """Find calls made again with equal arguments and equal results: duplicates, loops, and what could be cached.

    A loop goes over several turns. A cacheable call was made by several agents, of which none repeated itself.
    """
    told = 0
    for calls in equal_calls(run):
        results = {run.meanings[index].same_result for index in calls}
        # A result that changed makes it a poller, or a look before and after a write.
        if len(results) > 1 or None in results or told == MOST or _is_poll(run, calls):
            continue
        first = run.meanings[calls[0]]
        name, reads = first.name, run.known_to_read(calls[0])
        agents = {run.agent(index) for index in calls}
        is_shared = len(agents) == len(calls) and "" not in agents
        turns = run.turns(calls)
        is_loop = len(turns) >= _LOOP and not is_shared
        is_short = len(first.gave or "") < _TELLING or not leaves(first.given or "")
        if WAITS.search(name) or reads is False or (not reads and ACTS.match(name)):
            confidence = "weak"
        elif is_short or run.is_written_between(calls):
            confidence = "weak" if is_short and not is_loop else "likely"
        else:
            confidence = "certain" if reads or is_loop else "likely"
        same = f"{name} was called {len(calls)} times with equal arguments and gave the same"
        evidence = {"tool": name, "calls": len(calls), "turns": len(turns), "equal": ["arguments", "result"]}
        if is_loop:
            kind, advice = "loop", f"{same}, in {len(turns)} turns; stop after the second"
        elif is_shared:
            kind, advice = (
                "cacheable_call",
                f"{same}, for {len(agents)} agents; let them share a cache by its arguments",
            )
            evidence["agents"] = len(agents)
        else:
            kind, advice = "duplicate_call", f"{same}; keep the first result"
        told += 1
        yield run.finding(kind, confidence, calls, calls[1:], advice, evidence)


def _is_poll(run: Run, calls: list[int]) -> bool:
    return len(calls) >= _POLLS and WAITS.search(run.meanings[calls[0]].name) is not None


def polling(run: Run) -> Iterator[Finding]:
    """Find a model that asks for the same again until the answer changes: its turns cost tokens and decide nothing."""
    told = 0
    for calls in equal_calls(run):
        one = run.meanings[calls[0]]
        if len(calls) < _POLLS or told == MOST or _SLEEPS.fullmatch(one.name):
            continue
        results = [run.meanings[index].same_result for index in calls]
        if None in results or len(run.turns(calls)) < _POLLS or run.known_to_read(calls[0]) is False:
            continue
        is_waiting = len(set(results[:-1])) == 1 and results[-1] != results[0]
        is_named = WAITS.search(one.name) is not None
        if not (is_waiting or (is_named and len(set(results)) < len(results))) or run.is_written_between(calls):
            continue
        told += 1
        between = [
            model
            for before, after in pairwise(calls)
            for model in run.models_between(run.tree.end[before], run.tree.start[after])
        ]
        tokens, cost = run.spent(between)
        advice = (
            f"{one.name} was asked {len(calls)} times by the model until its answer changed; wait for it in code, "
            "outside of the model's turns"
        )
        evidence = {"tool": one.name, "calls": len(calls), "model_calls": len(between)}
        confidence = "certain" if is_waiting and is_named else "likely"
        yield Finding("polling", confidence, tuple(calls), advice, evidence, None, tokens, cost)


def sleeps(run: Run) -> Iterator[Finding]:
    """Find calls that only let time pass."""
    told = 0
    for index in run.calls:
        one, length = run.meanings[index], run.tree.end[index] - run.tree.start[index]
        if told == MOST or not _SLEEPS.fullmatch(one.name) or length < _SLEPT * run.tree.wall_ns:
            continue
        told += 1
        advice = f"{one.name} only let time pass; wait for what is expected, or not at all"
        yield run.finding("sleep", "likely", [index], [index], advice, {"tool": one.name, "slept_ms": length / 1e6})


def duplicate_models(run: Run) -> Iterator[Finding]:
    """Find model calls made again with equal prompts and settings.

    Those that ran at the same time are several samples of one answer, which somebody wanted.
    """
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index in run.models:
        one = run.meanings[index]
        if one.arguments is not None and one.settings is not None and one.name and not run.tree.spans[index].failed:
            groups[one.name, one.arguments, one.settings].append(index)
    told = 0
    for (name, _, _), calls in groups.items():
        serial = calls[:1]
        for index in calls[1:]:
            if run.tree.start[index] >= run.tree.end[serial[-1]]:
                serial.append(index)
        answers = {run.meanings[index].same_result for index in serial}
        if len(serial) == 1 or len(serial) < len(calls) or told == MOST:
            continue
        told += 1
        confidence = "weak" if len(answers) > 1 or None in answers else "certain"
        advice = f"{name} was asked the same {len(serial)} times; keep the first answer"
        equal = ["prompt", "settings"] + (["answer"] if confidence == "certain" else [])
        evidence = {"model": name, "calls": len(serial), "equal": equal}
        yield run.finding("duplicate_model_call", confidence, serial, serial[1:], advice, evidence)
