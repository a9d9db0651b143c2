"""Maps the words found in a text to rules: context words to rules, keywords to keyword rules.

`keyword_search.py` finds the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.rules.support.context import spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sealog.detect.engine.keyword_search import Hit
    from sealog.detect.model.rule import KeywordRule, Rule
    from sealog.detect.structured.names_beside.beside import NameRule

_LOWER = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_LETTERS = _LOWER | frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PLURAL = frozenset(b"sS")


class Vocabulary:
    """The words of all rules.

    `words` are all of them: keywords, then from `first_context` on words of context.
    `keyword_rules` has, for each keyword, the numbers of the rules that it announces; `context`, for each word of
    context, those that it opens.
    """

    def __init__(self, rules: Sequence[Rule], keyword_rules: Sequence[KeywordRule | NameRule]) -> None:
        keywords = _by_word(rule.keywords for rule in keyword_rules)
        context = _by_word(spellings(rule.context) for rule in rules)
        self.keyword_rules = list(keywords.values())
        begins = {each: all(keyword_rules[number].begins for number in each) for each in set(self.keyword_rules)}
        self.begins = [begins[each] for each in self.keyword_rules]
        self.context = list(context.values())
        self.words = [*keywords, *context]
        self.first_context = len(keywords)

    def meaning(self, hits: Sequence[Hit], suspects: Collection[int], data: bytes) -> tuple[Collection[int], list[Hit]]:
        """Return what the words found in `data` announce.

        Returns:
            The numbers of the suspected rules, those included that have a context word here; the keywords among the
            hits, whose numbers are places in `keyword_rules`.
        """
        keywords: list[Hit] = []
        context: list[int] = []
        for hit in hits:
            word, start, end = hit
            if word >= self.first_context:
                # Most words found are the end of a longer one: a letter stands before them.
                if start and data[start - 1] in _LOWER and data[start] in _LOWER:
                    continue
                if _is_whole(data, start, end):
                    context += self.context[word - self.first_context]
            else:
                keywords.append(hit)
        return {*suspects, *context} if context else suspects, keywords


def _by_word(words: Iterable[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """Give, for each word, the numbers of those that have it. Nearly every word is one rule's alone."""
    grouped: dict[str, tuple[int, ...]] = {}
    for number, each in enumerate(words):
        alone = (number,)
        for word in each:
            grouped[word] = (*grouped[word], number) if word in grouped else alone
    return grouped


def _is_whole(data: bytes, start: int, end: int) -> bool:
    """Tell whether no letter goes on at either side.

    A hump (`customerPhone`), a plural `s` and another script (`A携帯`) end a word too.
    """
    if start and data[start] in _LETTERS and data[start - 1] in _LETTERS and not _is_hump(data[start - 1], data[start]):
        return False
    right = data[end : end + 2]
    if right and right[0] in _PLURAL:
        right = right[1:]
    return not right or right[0] not in _LETTERS or data[end - 1] not in _LETTERS or _is_hump(data[end - 1], right[0])


def _is_hump(left: int, right: int) -> bool:
    return left in _LOWER and right not in _LOWER
