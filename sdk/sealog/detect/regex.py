"""Regular expressions by the compiled half, google-re2 or the standard library, all with the same findings.

Each candidate goes to the rule's validator. RE2 counts bytes of UTF-8; this module turns them into the code points that
all other code counts.
"""

from __future__ import annotations

import re
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from sealog.compiled import compiled
from sealog.detect.model.scan_budget import spend_at
from sealog.finalising import is_subinterpreter
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.model.rule import Anchor, Span, Validator

Engine: TypeAlias = Literal["native", "re2", "re"]
"""In the order of their speed."""

_BEYOND_ASCII = pattern(r"[^\x00-\x7f]")
_SURROGATE = pattern("[\ud800-\udfff]")


class Shape(Protocol):
    """A compiled shape."""

    def confirm(self, text: str, validate: Validator) -> list[Span]:
        """Return the spans in `text` that `validate` accepts: sorted, disjoint, in code points.

        The search goes on behind a confirmed span, which may end before its candidate, or else behind
        the candidate.
        """
        ...


@cache
def _re2() -> Any:
    """Load google-re2, which the compiled half makes needless; None where it can't be used.

    Not in a subinterpreter, where it would wait for ever: pybind11 takes the main interpreter's lock.
    """
    if is_subinterpreter():
        return None
    try:
        return import_module("re2")
    except ImportError:
        return None


def best_engine() -> Engine:
    """Name the fastest engine that this platform has."""
    if compiled is not None:
        return "native"
    return "re" if _re2() is None else "re2"


def has_engine(engine: Engine) -> bool:
    """Tell whether this platform has an engine."""
    if engine == "native":
        return compiled is not None
    return engine == "re" or _re2() is not None


def without_surrogates(text: str) -> str:
    """Give `text` with U+FFFD for each lone surrogate, which UTF-8 can't hold."""
    return _SURROGATE.sub("\ufffd", text)


def compile_shape(shape: str, engine: Engine, anchor: Anchor | None = None, twin: Any = None) -> Shape:
    """Compile a shape that all engines read alike (see `Rule.shape`).

    `twin` is the rule's counterpart in the compiled half; each value that it finds costs a step.
    """
    if engine == "native":
        judged = getattr(twin, "judged", None)
        return NativeShape(shape) if judged is None else JudgedShape(shape, judged)
    plain = Re2Shape(shape) if engine == "re2" else ReShape(shape)
    return plain if anchor is None else AnchoredShape(shape, anchor, plain)


def new_re2_set() -> Any:
    """Give an empty RE2 Set whose shapes may match anywhere in a text."""
    return _re2().Set.SearchSet(_options())


def _options() -> Any:
    # RE2 would write its complaints to stderr, which is often a log.
    options = _re2().Options()
    options.log_errors = False
    return options


class NativeShape:
    """A shape in the compiled half, as its object `native`."""

    def __init__(self, shape: str) -> None:
        self.native: Any = compiled.Shape(shape)

    def confirm(self, text: str, validate: Validator) -> list[Span]:
        """See `Shape`."""
        following = self.native.search(text).next
        spans: list[Span] = []
        position = 0
        while (match := following(position)) is not None:
            span = validate(text, *match)
            if span is None:
                position = match[1]
            else:
                spans.append(span)
                position = span[1]
        return spans


class JudgedShape(NativeShape):
    """A shape whose candidates the compiled half judges; the validator gets those it leaves open."""

    def __init__(self, shape: str, judged: Any) -> None:
        super().__init__(shape)
        self._judged = judged

    def confirm(self, text: str, validate: Validator) -> list[Span]:
        """See `Shape`."""
        spans: list[Span] = []
        position: int | None = 0
        count = 0
        anchor = None if text.isascii() else (0, 0)  # a place in code points and in bytes
        while position is not None:
            part = self._judged(text, position, count, anchor)
            if part is None:
                return super().confirm(text, validate)
            values, steps, candidate, position, count, anchor = part
            for place in steps:
                spend_at(place, 1)
            for value in values:
                spend_at(value[0], 1)
            spans += values
            if candidate is not None:
                span = validate(text, *candidate)
                if span is not None:
                    spans.append(span)
                position = candidate[1] if span is None else span[1]
        return spans


class ReShape:
    """A shape in the standard library's engine."""

    def __init__(self, shape: str) -> None:
        self._search = re.compile(shape, re.ASCII).search

    def confirm(self, text: str, validate: Validator) -> list[Span]:
        """See `Shape`."""
        spans: list[Span] = []
        position = 0
        while (match := self._search(text, position)) is not None:
            span = validate(text, *match.span())
            if span is None:
                position = match.end()
            else:
                spans.append(span)
                position = span[1]
        return spans


class Re2Shape:
    """A shape in RE2."""

    def __init__(self, shape: str) -> None:
        self._first = _first_in(_re2().compile(shape, _options()))

    def confirm(self, text: str, validate: Validator) -> list[Span]:
        """See `Shape`."""
        data = text.encode()
        size = len(data)
        if len(text) != size:
            return self._confirm_beyond_ascii(text, data, validate)
        first = self._first
        spans: list[Span] = []
        position = 0
        while position < size:
            start, end = first(data, position, size)[0]
            if start < 0:
                break
            span = validate(text, start, end)
            if span is None:
                position = end
            else:
                spans.append(span)
                position = span[1]
        return spans

    def _confirm_beyond_ascii(self, text: str, data: bytes, validate: Validator) -> list[Span]:
        # Both counts of one place, moved forward only: the whole text is decoded about once, however
        # many candidates there are.
        size = len(data)
        at_byte = at = 0
        position = 0
        spans: list[Span] = []
        while position < size:
            start, end = self._first(data, position, size)[0]
            if start < 0:
                break
            at += len(data[at_byte:start].decode())
            at_byte = start
            span = validate(text, at, at + len(data[start:end].decode()))
            if span is None:
                position = end
            else:
                spans.append(span)
                position = at_byte + len(text[at : span[1]].encode())
        return spans


class AnchoredShape:
    """A shape around a sign. In ASCII each sign costs a fixed time, less than a call of RE2; `plain` reads other texts.

    Its findings are those of a search for the shape: the first match begins as far left of the first sign as it can.
    """

    def __init__(self, shape: str, anchor: Anchor, plain: Shape) -> None:
        # In ASCII texts a single character can stand for all beyond ASCII; a class of a million of them takes 5 ms.
        self._match = re.compile(_BEYOND_ASCII.sub("\x80", shape), re.ASCII).match
        self._anchor = anchor
        self._plain = plain

    def confirm(self, text: str, validate: Validator) -> list[Span]:
        """See `Shape`."""
        if not text.isascii():
            return self._plain.confirm(text, validate)
        sign, before, reach = self._anchor
        spans: list[Span] = []
        position = 0
        at = text.find(sign)
        while at >= 0:
            left = text[max(position, at - reach) : at]
            match = self._match(text, at - len(left) + len(left.rstrip(before)))
            if match is None:
                position = at + 1
            elif (span := validate(text, *match.span())) is None:
                position = match.end()
            else:
                spans.append(span)
                position = span[1]
            at = text.find(sign, position)
        return spans


def _first_in(compiled: Any) -> Callable[[bytes, int, int], Sequence[Span]]:
    """Return a search for the first span between two places in UTF-8, both in bytes; (-1, -1) if there is none."""
    try:
        # The public `search` builds three objects a call; its native core gives the spans as they are.
        first = partial(compiled._regexp.Match, _re2()._re2.RE2.Anchor.UNANCHORED)  # noqa: SLF001  (reason above)
        first(b"", 0, 0)
    except (AttributeError, TypeError):
        return lambda data, position, end: [_span(compiled.search(data, position, end))]
    return first


def _span(match: Any) -> Span:
    return (-1, -1) if match is None else match.span()
