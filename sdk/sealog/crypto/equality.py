"""Equality tags: tell that two values of one process are equal, and nothing else of them.

The format is in docs/spec/equality-tags.md.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import letters

if TYPE_CHECKING:
    from collections.abc import Callable

_ID_BYTES, _TAG_BYTES = 4, 8


class EqualityTags:
    """A function (purpose, text) → `<id of the key>-<tag>`, under a random key that never leaves it.

    Threads may share it. A forked child makes its own key: with its parent's, its tags would say more than the
    format promises. `random` gives n random bytes.
    """

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self._made: tuple[int, str, Callable[[bytes], bytes]] | None = None

    def __call__(self, purpose: str, text: str) -> str:
        """Give the tag of a text. Equal texts have different tags for different purposes."""
        made = self._made
        if made is None or made[0] != os.getpid():
            # In one step: a thread never meets one key under another's id. Two threads may each make one at first.
            made = self._made = self._new()
        _, name, mac = made
        message = purpose.encode() + b"\0" + text.encode("utf-8", "surrogatepass")
        return f"{name}-{letters(mac(message)[:_TAG_BYTES])}"

    def _new(self) -> tuple[int, str, Callable[[bytes], bytes]]:
        key = Secret(self._random(primitives.KEY_SIZE))
        return os.getpid(), letters(self._random(_ID_BYTES)), primitives.mac_under(key.reveal())


OF_PROCESS = EqualityTags()
"""The tags of this process. The key is made for the first tag."""
