"""Process pools: a task belongs to the span that was active when it was submitted, not when the pool was made.

The carrier is sent with the task's function, through the same pipe; every worker has sealog to read it. A task that is
submitted without an active span belongs to none, even if its worker was started inside one.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from opentelemetry import context
from wrapt import register_post_import_hook

from sealog.correlate.carrier import carry, resume
from sealog.correlate.threads import within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CARRIES = "_sealog_carries"
_GIVING = ("apply_async", "map", "map_async", "starmap", "starmap_async", "imap", "imap_unordered")
"""The methods of `multiprocessing.Pool` that take a function first; `apply` calls the first of them."""


def carry_into_pools() -> None:
    """Wrap the functions that submit tasks to process pools; a second call changes nothing.

    It imports no pool that the program does not import itself, because that would delay every start.
    """
    register_post_import_hook(_carry_into_executor, "concurrent.futures.process")
    register_post_import_hook(_carry_into_pool, "multiprocessing.pool")


def resumed(carrier: Mapping[str, str], function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
    """Call a function inside `resume(carrier)`."""
    with resume(carrier):
        return function(*arguments, **named)


def _carry_into_executor(module: Any) -> None:
    _wrap(module.ProcessPoolExecutor, "submit", ())


def _carry_into_pool(module: Any) -> None:
    for name in _GIVING:
        _wrap(module.Pool, name, module.ThreadPool)


def _wrap(home: type, name: str, of_threads: type | tuple[()]) -> None:
    give = getattr(home, name)
    if hasattr(give, _CARRIES):
        return

    def carrying(pool: Any, function: Callable[..., Any]) -> Callable[..., Any]:
        if isinstance(pool, of_threads):  # a pool of processes by its class, but nothing is pickled on its way
            return within(context.get_current(), function)
        return partial(resumed, carry(), function)

    @wraps(give)
    def given(self: Any, *arguments: Any, **named: Any) -> Any:
        if arguments:
            arguments = (carrying(self, arguments[0]), *arguments[1:])
        elif "func" in named:
            named["func"] = carrying(self, named["func"])
        return give(self, *arguments, **named)

    setattr(given, _CARRIES, True)
    setattr(home, name, given)
