"""A thread whose identity was replaced while it ran ends without a traceback, and is forgotten."""

from __future__ import annotations

import threading

from sealog.instrumentation.frameworks.greenlets import _quiet


def test_a_thread_that_is_not_found_under_its_new_identity_is_forgotten_under_the_old() -> None:
    ended = threading.Thread(target=lambda: None)
    ended.start()
    ended.join()
    threading._active[ended.ident] = ended  # type: ignore[attr-defined]  # as it is left under the old identity

    def delete(_: threading.Thread) -> None:
        raise KeyError(ended.ident)

    _quiet(delete)(ended)
    assert ended not in threading.enumerate()
