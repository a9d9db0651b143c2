"""What goes into prompts, and what comes back of it: oversized results, growth, echo, poor use of caches."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from sealog_exporters.workflows.contents import SEALED, texts
from sealog_exporters.workflows.findings.finding import MOST, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.findings.run import Run

__all__ = ["echoes", "growing", "oversized", "uncached"]

_OVERSIZED = 20_000  # characters
_SAMPLE = 200
_CHARACTERS_A_TOKEN = 4
_MOST_SEARCHED = 10**9  # characters of prompts, by all large results together
_MOST_READ = 2 * 10**7  # characters of prompts and answers whose words are compared

_GROWN, _GROWING_CALLS, _GROWN_TOKENS = 3, 4, 4_000
_STEADY = 0.5  # of the whole growth; a larger step is a document that was put in, and no growth of the conversation

_ECHO_WORDS, _SHINGLE = 150, 8
_COPIED, _SURELY_COPIED = 0.8, 0.9

_CACHEABLE = 1_024  # tokens; providers cache no shorter prompt
_CACHE_NS = 300 * 10**9  # for which providers keep a prompt at least
_SAME_PREFIX, _MOVED, _CACHED = 0.8, 0.2, 0.2
_MISSES = 2


def oversized(run: Run) -> Iterator[Finding]:
    """Find large results that were pasted into prompts."""
    told = 0
    bare: dict[int, str] = {}
    left = _MOST_SEARCHED
    for index in run.calls:
        result = run.meanings[index].gave
        if result is None or len(result) < _OVERSIZED or told == MOST:
            continue
        if not (sample := _sample(result)):
            continue
        prompts = []
        for model in run.models:
            if run.tree.start[model] < run.tree.end[index]:
                continue
            if model not in bare:
                bare[model] = _bare(run.meanings[model].given or "")
            left -= len(bare[model])
            if left < 0:
                return
            if sample in bare[model]:
                prompts.append(model)
        if prompts:
            told += 1
            tokens = (len(result) - _OVERSIZED) // _CHARACTERS_A_TOKEN * len(prompts)
            name = run.meanings[index].name
            yield Finding(
                "oversized_result",
                "certain",
                (index, *prompts),
                f"shorten what {name} gives, or let the model ask for parts: it went into {len(prompts)} prompts",
                {"tool": name, "characters": len(result), "prompts": len(prompts), "tokens": "estimated"},
                None,
                tokens,
            )


def growing(run: Run) -> Iterator[Finding]:
    """Find conversations whose prompts grow from call to call, since all that was said is sent again."""
    for calls in _conversations(run)[:MOST]:
        sizes = [run.meanings[index].input_tokens or 0 for index in calls]
        growth = sizes[-1] - sizes[0]
        if len(calls) < _GROWING_CALLS or sizes[-1] < max(_GROWN_TOKENS, _GROWN * sizes[0]) or not all(sizes):
            continue
        steps = [after - before for before, after in pairwise(sizes)]
        if min(steps) < 0 or max(steps) > _STEADY * growth:
            continue
        middle = int(median(sizes))
        spared = sum(max(0, size - middle) for size in sizes)
        name = run.meanings[calls[0]].name
        advice = (
            f"the prompts of one conversation with {name} grew from {sizes[0]} to {sizes[-1]} tokens; "
            "sum up its older turns"
        )
        evidence = {
            "model": name,
            "calls": len(calls),
            "first_tokens": sizes[0],
            "last_tokens": sizes[-1],
            "tokens": "estimated: prompts no larger than the median one",
        }
        cost = _input_cost(run, calls[-1], spared)
        yield Finding("prompt_growth", "certain", tuple(calls), advice, evidence, None, spared, cost)


def echoes(run: Run) -> Iterator[Finding]:
    """Find long answers that are for the most part copied from their prompt."""
    told = 0
    left = _MOST_READ
    for index in run.models:
        one = run.meanings[index]
        if one.given is None or one.gave is None or len(one.gave) < _ECHO_WORDS or told == MOST:
            continue
        answer = _words(one.gave)
        if len(answer) < _ECHO_WORDS:
            continue
        left -= len(one.given) + len(one.gave)
        if left < 0:
            return
        share = _copied(answer, _words(one.given))
        if share < _COPIED:
            continue
        told += 1
        tokens = int((one.output_tokens or 0) * share)
        name = one.name or "the model"
        advice = f"{share:.0%} of an answer of {name} is copied from its prompt; let it name places or changes instead"
        evidence = {"model": one.name, "words": len(answer), "copied": round(share, 2)}
        cost = 0.0 if run.prices is None else run.prices.cost(one.name, 0, tokens, 0) or 0.0
        confidence = "certain" if share >= _SURELY_COPIED else "likely"
        yield Finding("echo", confidence, (index,), advice, evidence, None, tokens, cost)


def uncached(run: Run) -> Iterator[Finding]:
    """Find conversations whose prompts could have been read from the provider's cache, and were not.

    Only where the trace counts cached tokens: without a count nothing is known.
    """
    for calls in _conversations(run)[:MOST]:
        missed: list[int] = []
        moved = tokens = 0
        cost = 0.0
        for before, after in pairwise(calls):
            one, other = run.meanings[before], run.meanings[after]
            size, cached = one.input_tokens or 0, other.cached_tokens
            if cached is None or min(size, other.input_tokens or 0) < _CACHEABLE or cached >= _CACHED * size:
                continue
            if run.tree.start[after] - run.tree.end[before] > _CACHE_NS or one.given is None or other.given is None:
                continue
            same = _common(one.given, other.given) / len(one.given)
            if same < _SAME_PREFIX and not (
                same < _MOVED and _copied(_words(one.given), _words(other.given)) > _COPIED
            ):
                continue
            moved += same < _SAME_PREFIX
            missed += [after] if missed else [before, after]
            tokens += size - cached
            if run.prices is not None:
                cost += run.prices.spared_by_cache(other.name, size - cached)
        if len(missed) <= _MISSES:
            continue
        name = run.meanings[calls[0]].name
        advice = (
            f"the prompts of {name} differ at their beginning, so none can be cached; put what changes at the end"
            if moved
            else f"the prompts of {name} begin as the one before and are not read from a cache; turn its caching on"
        )
        evidence = {"model": name, "calls": len(missed), "cacheable_tokens": tokens, "beginning_differs": bool(moved)}
        yield Finding("poor_cache_use", "likely", tuple(missed), advice, evidence, None, 0, cost)


def _conversations(run: Run) -> list[list[int]]:
    """Give the calls of each conversation with one model, one after the other."""
    groups: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for index in run.models:
        one = run.meanings[index]
        if one.input_tokens is None or run.tree.spans[index].failed:
            continue
        key = (*run.conversation(index), one.name)
        calls = groups[key]
        if not calls or run.tree.start[index] >= run.tree.end[calls[-1]]:
            calls.append(index)
    return [calls for calls in groups.values() if len(calls) > 1]


def _input_cost(run: Run, index: int, tokens: int) -> float:
    if run.prices is None:
        return 0.0
    return run.prices.cost(run.meanings[index].name, tokens, 0, 0) or 0.0


def _sample(result: str) -> str:
    """Give a part of the middle of a result that holds no sealed value, as it is found in prompts."""
    begin = len(result) // 2
    for piece in sorted(SEALED.split(result[begin : begin + 10 * _SAMPLE])[::2], key=len, reverse=True):
        return _bare(piece[:_SAMPLE])
    return ""


def _bare(text: str) -> str:
    """Leave letters and digits only, so that a text is found again however often its quotes were escaped."""
    return re.sub(r"\\[nrt]|[^\w]|_", "", text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", " ".join(texts(text)).casefold())


def _copied(words: list[str], source: list[str]) -> float:
    """Give the share of words that lie in a stretch of `_SHINGLE` words or more that the source has too."""
    known = {hash(tuple(source[i : i + _SHINGLE])) for i in range(len(source) - _SHINGLE + 1)}
    is_copied = [False] * len(words)
    for i in range(len(words) - _SHINGLE + 1):
        if hash(tuple(words[i : i + _SHINGLE])) in known:
            is_copied[i : i + _SHINGLE] = [True] * _SHINGLE
    return sum(is_copied) / len(words) if words else 0.0


def _common(one: str, other: str) -> int:
    """Give the length of the beginning that two texts share."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
