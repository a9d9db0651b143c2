"""Regular expressions that are compiled when a text first needs them: compiling hundreds at start would cost 60 ms."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


class _Uncompiled:
    """Stands for a pattern; once compiled, its methods are the pattern's own. Two threads may compile it at once."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def source_of(shape: re.Pattern[str]) -> tuple[str, bool, bool]:
    """Give a pattern's source, whether it ignores case, and whether it is ASCII's; it is not compiled for that."""
    written: Any = shape
    source, flags = (
        (written._source, written._flags)  # noqa: SLF001 - its own class
        if isinstance(written, _Uncompiled)
        else (shape.pattern, shape.flags)
    )
    return str(source), bool(flags & re.IGNORECASE), bool(flags & re.ASCII)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give a pattern that `re` compiles when one of its attributes is first asked for.

    Raises, then: re.error: the source is no regular expression.
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(source, flags))
