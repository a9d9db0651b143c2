"""Lines that no run has seen before: repeating one corpus flatters engines that cache what they matched."""

from __future__ import annotations

import random
import string

SYLLABLES = ["ka", "lo", "mi", "ter", "ran", "sol", "ve", "qui", "dor", "est", "pla", "ion", "gru", "ben", "ty"]


class Unseen:
    """Makes random log lines of about 130 to 160 characters."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def clean(self) -> str:
        """A line with words, numbers, a hexadecimal id and a duration, and nothing personal."""
        choose = self._random
        words = " ".join("".join(choose.choices(SYLLABLES, k=choose.randint(1, 4))) for _ in range(14))
        request = "".join(choose.choices("0123456789abcdef", k=16))
        return f"{words} request={request} status={choose.randint(200, 504)} took {choose.uniform(0, 900):.2f}ms"

    def with_two_findings(self) -> str:
        """A line with an e-mail and an IPv4 address."""
        choose = self._random
        name = "".join(choose.choices(string.ascii_lowercase, k=9))
        address = ".".join(str(choose.randint(11, 220)) for _ in range(4))
        return f"{self.clean()[:95]} mail {name}@{name[:5]}.example.com from {address}"

    def number(self) -> int:
        """A number below ten thousand, for who chooses between kinds of lines."""
        return self._random.randrange(10_000)
