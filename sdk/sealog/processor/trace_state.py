"""Masks trace states, which hold what each vendor wrote into a span's context.

A value there has at most 256 characters (W3C Trace Context, section 3.3.1.3.2), too few for a sealed value, so it is
masked. An entry whose key is personal is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.trace import SpanContext, TraceState

from sealog.processor.values.replace import Replacer, mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog.detect.engine.scanner import Scanner


def masked_context(context: SpanContext | None, scanner: Scanner) -> SpanContext | None:
    """Give a span's context with personal values of its trace state masked; one without any is the same object."""
    if context is None or not context.trace_state:
        return context
    entries = list(context.trace_state.items())
    masked = list(masked_entries(entries, scanner))
    if masked == entries:
        return context
    return SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags, TraceState(masked))


def masked_entries(entries: Sequence[tuple[str, str]], scanner: Scanner) -> Iterator[tuple[str, str]]:
    """Give the entries of a trace state with personal values masked, without those whose key is personal."""
    replacer = Replacer(scanner, None)
    for key, value in entries:
        if scanner.scan(key):
            continue
        rule = scanner.entity_of_key(key)
        if rule is not None and rule.action != "keep":
            yield key, mask(rule.entity)
        else:
            yield key, replacer.replace(value, scanner.scan(value), "$trace_state")
