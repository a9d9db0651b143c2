"""Sends what can be sent on SIGTERM, if the application does not handle that signal; then the process ends.

It never replaces a handler.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from sealog.finalising import is_finalising, is_subinterpreter

if TYPE_CHECKING:
    from collections.abc import Callable


def flush_on_sigterm(flush: Callable[[], object], seconds: float) -> bool:
    """On SIGTERM call `flush`, wait for it at most `seconds`, then end by SIGTERM; tell whether that was set up.

    This is done only if the signal has its default effect, which skips every `atexit`: a server's own handler stays,
    and one that is set later replaces this. Only the main thread of the main interpreter can set signals.
    """
    if is_subinterpreter():
        return False
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        return False

    def on_sigterm(number: int, _: Any) -> None:
        try:
            # In another thread, and with a bound: when the signal came, this thread may have held a lock that flushing
            # needs, and it does not continue until this handler returns.
            if not is_finalising():  # no thread would begin any more
                thread = threading.Thread(target=flush, daemon=True)
                thread.start()
                thread.join(seconds)
        finally:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, on_sigterm)
    return True
