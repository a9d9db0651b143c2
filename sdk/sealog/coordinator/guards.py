"""Guards: callbacks that watch a run of agents and stop it, or warn, before money is spent. They fit any framework.

A guard keeps hashes and counts, and no content. It raises only if it was made with `stop=True`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.coordinator.plan import Plan

__all__ = ["GuardStopped", "Guards", "Warned"]

_LOG = logging.getLogger("sealog.coordinator")
_MOST_CALLS = 10_000  # different calls that are remembered
_CHARACTERS_A_TOKEN = 4


class GuardStopped(Exception):  # noqa: N818 - it is no error: the application asked for it
    """A guard stopped a run, since the application asked for that. `warned` says why."""

    def __init__(self, warned: Warned) -> None:
        super().__init__(warned.message)
        self.warned = warned


@dataclass(frozen=True)
class Warned:
    """What a guard saw. `kind` is `loop`, `budget` or `oversized_result`; `name` is the tool's or model's.

    `seen` is beyond `limit`: equal calls, tokens, or characters. The message has no content of a call.
    """

    kind: str
    name: str
    seen: int
    limit: int

    @property
    def message(self) -> str:
        """One line for people."""
        if self.kind == "loop":
            return f"{self.name} is called {self.seen} times with equal arguments and results; {self.limit} are allowed"
        if self.kind == "budget":
            return f"{self.name} would take the run to {self.seen} tokens; its budget is {self.limit}"
        return f"{self.name} gave {self.seen} characters; {self.limit} are allowed"


class Guards:
    """The guards of one run: call `before_tool`, `after_tool`, `before_model`, `after_model` where the framework does.

    Each gives what it has to warn of, or None. With `stop` it raises `GuardStopped` instead; nothing else is ever
    raised, whatever arguments, results or counts look like. Without `stop`, `warn` is called with each warning, by
    default one line of logging. All methods may be called from any thread or task at any time.

    `max_equal_calls` is how often one tool may be called with equal arguments while it gives equal results, 2 or more;
    a poller whose result changes is no loop. `max_tokens` is the budget of the run, by default that of `plan`.
    `max_result` is in characters of a result (of its JSON, if it is no text). None switches a guard off.

    Raises:
        SettingError: a limit is too low.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        *,
        max_equal_calls: int | None = 3,
        max_tokens: int | None = None,
        max_result: int | None = 20_000,
        stop: bool = False,
        warn: Callable[[Warned], None] | None = None,
    ) -> None:
        if max_tokens is None and plan is not None:
            max_tokens = plan.token_budget
        limits = {"max_equal_calls": max_equal_calls, "max_tokens": max_tokens, "max_result": max_result}
        for name, limit in limits.items():
            least = 2 if name == "max_equal_calls" else 1  # one call is equal to none
            if limit is not None and limit < least:
                raise SettingError(f"{name}: {least} or more is expected")
        self._max_equal, self._max_tokens, self._max_result = max_equal_calls, max_tokens, max_result
        self._stop = stop
        self._warn = warn or _log
        self._lock = threading.Lock()
        self._calls: OrderedDict[bytes, tuple[bytes | None, int]] = OrderedDict()  # last result, and how often in a row
        self._tokens = 0

    @property
    def tokens(self) -> int:
        """How many tokens the run has used, as far as `after_model` was told."""
        return self._tokens

    def before_tool(self, name: str, arguments: Any = None) -> Warned | None:
        """Call it before a tool is called. Equal arguments are those with equal JSON; without JSON nothing is said.

        Raises:
            GuardStopped: the call would be one too many, and the guards were made with `stop`.
        """
        if self._max_equal is None or (key := _digest([str(name), arguments])) is None:
            return None
        with self._lock:
            _, times = self._calls.get(key, (None, 0))
        return self._told(Warned("loop", str(name), times + 1, self._max_equal))

    def after_tool(self, name: str, arguments: Any = None, result: Any = None) -> Warned | None:
        """Call it with a tool's result, before that goes into a prompt; of a failed call, with what the model is told.

        Raises:
            GuardStopped: the result is too large, and the guards were made with `stop`.
        """
        text = _text(result)
        key = None if self._max_equal is None else _digest([str(name), arguments])
        if key is not None:
            given = None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
            with self._lock:
                last, times = self._calls.pop(key, (None, 0))
                self._calls[key] = (given, times + 1 if given is not None and last == given else 1)
                while len(self._calls) > _MOST_CALLS:
                    self._calls.popitem(last=False)
        if self._max_result is None or text is None:
            return None
        return self._told(Warned("oversized_result", str(name), len(text), self._max_result))

    def before_model(self, name: str, prompt: Any = None, *, tokens: int | None = None) -> Warned | None:
        """Call it before a model is called. `tokens` are those of the prompt, estimated from its text if not given.

        Raises:
            GuardStopped: the prompt alone goes beyond the budget, and the guards were made with `stop`.
        """
        if self._max_tokens is None:
            return None
        if not _is_count(tokens):
            tokens = len(_text(prompt) or "") // _CHARACTERS_A_TOKEN
        with self._lock:
            seen = self._tokens + max(1, tokens or 0)
        return self._told(Warned("budget", str(name), seen, self._max_tokens))

    def after_model(self, name: str, tokens: int | None) -> Warned | None:
        """Call it with the tokens of a call, of its prompt and its answer together; None is unknown, and counts 0.

        It gives a warning once the budget is used up, and never stops: the money is spent. The next call is stopped.
        """
        if not _is_count(tokens) or tokens is None:
            return None
        with self._lock:
            self._tokens += tokens
            seen = self._tokens
        if self._max_tokens is None or seen <= self._max_tokens:
            return None
        warned = Warned("budget", str(name), seen, self._max_tokens)
        self._tell(warned)
        return warned

    def _told(self, warned: Warned) -> Warned | None:
        if warned.seen <= warned.limit:
            return None
        if self._stop:
            raise GuardStopped(warned)
        self._tell(warned)
        return warned

    def _tell(self, warned: Warned) -> None:
        try:
            self._warn(warned)
        except Exception:  # noqa: BLE001 - a warning must not end the run that it is about
            _LOG.debug("a guard's warning could not be given", exc_info=True)


def _log(warned: Warned) -> None:
    _LOG.warning(warned.message)


def _is_count(tokens: Any) -> bool:
    return isinstance(tokens, int) and not isinstance(tokens, bool) and tokens >= 0


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray):
        return value.decode("latin-1")
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    except Exception:  # noqa: BLE001 - it may be any object of a framework's
        return None


def _digest(value: Any) -> bytes | None:
    text = _text(value)
    return None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
