"""Finds names in free text by a recogniser that the policy chooses. By default there is none.

The recogniser runs inside the application's log call, after the rules, on every text that has a space in it. Its
errors never let a text pass: if it raises or returns something invalid, the whole text is a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sealog.detect.engine.scanner import Scanner
from sealog.detect.engine.sealed_spans import free
from sealog.detect.model.surroundings import SEPARATOR
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from sealog.detect.engine.prefilter import Fields
    from sealog.detect.model.rule import KeyRule, KeywordRule, Rule
    from sealog.detect.model.scan_budget import ScanBudget

    Recognise: TypeAlias = Callable[[str], Iterable[tuple[int, int, str]]]

UNREAD = "unread"
"""The entity of a text that the recogniser failed on."""


@dataclass(frozen=True)
class Names:
    """What a policy says under `ner`: `recognise` gives start, end (in code points) and entity of each name in a text.

    It may be called from many threads at once. Findings whose entity is not in `entities` are ignored.
    """

    recognise: Recognise
    entities: frozenset[str]


class NamingScanner(Scanner):
    """A scanner of rules that asks a recogniser as well. What rules found keeps its entity and its edges."""

    def __init__(
        self,
        rules: Sequence[Rule],
        key_rules: Sequence[KeyRule],
        keyword_rules: Sequence[KeywordRule],
        names: Names,
    ) -> None:
        super().__init__(rules, key_rules, keyword_rules)
        self._chosen = names
        groups = {**dict.fromkeys(names.entities, "person"), **self.entities}
        self.entities = MappingProxyType(dict(sorted(groups.items())))  # type: ignore[arg-type]  # they are groups

    def find(self, text: str, budget: ScanBudget | None = None) -> Sequence[Fields]:
        """See `Scanner`. The recogniser gets each text of a record by itself; `budget` does not bound its time."""
        return self._each_with_names(text, super().find(text, budget))

    def find_bounded(self, text: str) -> Sequence[Fields]:
        """As `find`; the recogniser's time is not bounded either."""
        return self._each_with_names(text, super().find_bounded(text))

    def _each_with_names(self, text: str, found: Sequence[Fields]) -> Sequence[Fields]:
        if " " not in text:
            return found
        each: list[Fields] = []
        begin = 0
        for piece in text.split(SEPARATOR):
            end = begin + len(piece)
            here = [(entity, group, at - begin, to - begin) for entity, group, at, to in found if begin <= at < end]
            each += [(name, kind, at + begin, to + begin) for name, kind, at, to in self._with_names(piece, here)]
            begin = end + 1
        return each

    def _with_names(self, text: str, found: list[Fields]) -> list[Fields]:
        if " " not in text:
            return found
        taken = sorted([*self.sealed_spans(text), *(one[2:] for one in found)])
        named: list[Fields] = []
        for start, end, entity in self._recognised(text):
            pieces = [*free(start, end, taken)]
            named += [(entity, self.entities.get(entity, "person"), *piece) for piece in pieces]
            taken = sorted([*taken, *pieces])
        return sorted([*found, *named], key=lambda one: one[2]) if named else found

    def _recognised(self, text: str) -> list[tuple[int, int, str]]:
        try:
            answer = [(start, end, entity) for start, end, entity in self._chosen.recognise(text)]
            if not all(0 <= start < end <= len(text) and isinstance(entity, str) for start, end, entity in answer):
                raise ValueError("a span outside the text")  # noqa: TRY301 - it ends as any other failure
        except Exception as error:  # noqa: BLE001 - a site's own function; whatever it does, no name goes out in the clear
            say_once("ner", f"the recogniser failed ({type(error).__name__}): such texts are sealed whole")
            return [(0, len(text), UNREAD)]
        return [one for one in answer if one[2] in self._chosen.entities]
