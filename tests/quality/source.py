"""Where a generated line's chance and invented people come from: one seed. It invents no number of a state."""

from __future__ import annotations

import random
import string
from datetime import date, timedelta

from faker import Faker

HEX = "0123456789abcdef"
ALNUM = string.ascii_letters + string.digits


class Source:
    """Chance and `faker`, both from one seed: the same seed gives the same lines (with the same version of faker)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._seed = seed
        self._people: dict[str, Faker] = {}

    def people(self, locale: str = "en_US") -> Faker:
        """Give the faker of a locale."""
        if locale not in self._people:
            self._people[locale] = Faker(locale)
            self._people[locale].seed_instance(self._seed)
        return self._people[locale]

    def some_people(self, *locales: str) -> Faker:
        """Give the faker of one of the locales."""
        return self.people(self.random.choice(locales))

    def birthday(self) -> date:
        """Give a day of the years 1940 to 2007; faker's would depend on the day of the run."""
        return date(1940, 1, 1) + timedelta(days=self.random.randrange(24_800))

    def text(self, alphabet: str, length: int) -> str:
        """Give random characters."""
        return "".join(self.random.choices(alphabet, k=length))

    def digits(self, length: int, first: str = string.digits) -> str:
        """Give random digits, the first one of `first`."""
        return self.random.choice(first) + self.text(string.digits, length - 1)

    def until(self, make, good):  # noqa: ANN001, ANN201 - two functions of the caller's
        """Give the first of what `make` makes that is `good`: for standards that leave some numbers unused."""
        while not good(value := make()):
            pass
        return value
