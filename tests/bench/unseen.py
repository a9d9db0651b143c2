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

    def stack_trace(self, size: int = 1200) -> str:
        """A trace of Java with nothing personal, about `size` characters long."""
        choose = self._random

        def name(syllables: int) -> str:
            return "".join(choose.choices(SYLLABLES, k=syllables))

        lines = [f"java.lang.IllegalStateException: {name(3)} {name(2)} is {name(3)}"]
        while sum(map(len, lines)) + len(lines) < size:
            kind = name(2).title() + name(2).title()
            method = f"com.{name(2)}.{name(3)}.{kind}.{name(3)}"
            lines.append(f"\tat {method}({kind}.java:{choose.randint(10, 990)})")
        return "\n".join(lines)

    def number(self) -> int:
        """A number below ten thousand, for who chooses between kinds of lines."""
        return self._random.randrange(10_000)
