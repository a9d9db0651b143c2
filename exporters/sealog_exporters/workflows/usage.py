"""Reads how many tokens a span's call took, and what it cost, in the names of each emitter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.records import tool_call
from sealog_exporters.workflows.contents import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Usage", "usage"]

_INPUT_TOKENS = (
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.usage.prompt_tokens",
    "llm.token_count.prompt",
)
_OUTPUT_TOKENS = (
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.usage.completion_tokens",
    "llm.token_count.completion",
)
_CACHED_TOKENS = (
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.input_tokens.cached",
    "gen_ai.usage.details.cache_read_tokens",
    "llm.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    "ai.usage.cachedInputTokens",
)
_COST = ("gen_ai.usage.cost", "llm.cost.total", "gen_ai.cost.total", "langfuse.observation.cost_details.total")
_DETAILS = ("langfuse.observation.usage_details", "mlflow.chat.tokenUsage")  # objects of counts
_GENKIT_SUBTYPE, _GENKIT_OUTPUT = "genkit:metadata:subtype", "genkit:output"
_LANGFUSE_COST = "langfuse.observation.cost_details"
_SCHEMAS = (("prompt_tokens", "completion_tokens"), ("input_tokens", "output_tokens"))  # OpenAI's, older and newer
_MOST = 1e15  # beyond it, a number is nonsense


@dataclass(frozen=True)
class Usage:
    """What one call took; None is what was not recorded. `cached` are some of the input's tokens."""

    input: int | None = None
    output: int | None = None
    cached: int | None = None
    tokens: int | None = None
    cost: float | None = None


def usage(attributes: Mapping[str, Any]) -> Usage:
    """Give the tokens and the cost that a span's attributes have."""
    given, gave, cached = (_count(attributes, keys) for keys in (_INPUT_TOKENS, _OUTPUT_TOKENS, _CACHED_TOKENS))
    total = None
    if given is None and gave is None and (details := tool_call.first_of(attributes, _DETAILS)):
        given, gave, cached, total = _counts(parsed(attributes[details]))
    elif given is None and gave is None and attributes.get(_GENKIT_SUBTYPE) == "model":
        given, gave, cached = _of_genkit(parsed(attributes.get(_GENKIT_OUTPUT)))
    cost = _number(attributes.get(tool_call.first_of(attributes, _COST) or ""))
    if cost is None and _LANGFUSE_COST in attributes:
        cost = _langfuse_cost(parsed(attributes[_LANGFUSE_COST]))
    return Usage(given, gave, cached, total if given is None and gave is None else (given or 0) + (gave or 0), cost)


def _counts(details: Any) -> tuple[int | None, int | None, int | None, int | None]:
    """Give tokens of input, output, from a cache, and in total.

    Langfuse's own counts are parts that add up: `input`, `input_cached_tokens`, `output_reasoning` and so on. Counts in
    OpenAI's spelling are whole, with the parts in an object of their own.
    """
    if not isinstance(details, dict):
        return None, None, None, None
    counts = {str(key): count for key, value in details.items() if (count := _whole(value)) is not None}
    for sent, written in _SCHEMAS:
        inner = details.get(f"{sent}_details")
        if sent in counts and (isinstance(inner, dict) or sent == "prompt_tokens"):
            cached = _whole(inner.get("cached_tokens")) if isinstance(inner, dict) else None
            return counts[sent], counts.get(written), cached, None
    sides = ([count for key, count in counts.items() if side in key] for side in ("input", "output"))
    given, gave = (sum(found) if found else None for found in sides)
    reads = [count for key, count in counts.items() if "cache" in key and "creat" not in key and "write" not in key]
    return given, gave, sum(reads) if reads else None, counts.get("total")


def _of_genkit(answer: Any) -> tuple[int | None, int | None, int | None]:
    """Give tokens of input, output and from a cache, which stand within the answer of a model."""
    counts = answer.get("usage") if isinstance(answer, dict) else None
    if not isinstance(counts, dict):
        return None, None, None
    return (
        _whole(counts.get("inputTokens")),
        _whole(counts.get("outputTokens")),
        _whole(counts.get("cachedContentTokens")),
    )


def _langfuse_cost(details: Any) -> float | None:
    if not isinstance(details, dict):
        return None
    if (total := _number(details.get("total"))) is not None:
        return total
    parts = [cost for value in details.values() if (cost := _number(value)) is not None]
    return sum(parts) if parts else None


def _number(value: Any) -> float | None:
    try:
        number = None if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number is not None and 0 <= number < _MOST else None  # no NaN


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _count(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> int | None:
    return _whole(attributes.get(tool_call.first_of(attributes, keys) or ""))
