"""The first look at a text: which rules may find something in it? For nearly every text the answer is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sealog.compiled import compiled
from sealog.detect.engine.keyword_search import build_words, in_code_points
from sealog.detect.engine.keyword_table import keyword_table
from sealog.detect.engine.shape_set import build_gate
from sealog.detect.model.rule import KeywordRule, Rule
from sealog.detect.unescape.readings import decoder, may_hold_escape

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sealog.detect.engine.keyword_search import Hit
    from sealog.detect.engine.vocabulary import Vocabulary
    from sealog.detect.model.rule import Span
    from sealog.detect.regex import Engine, Shape
    from sealog.detect.structured.names_beside.beside import NameRule
    from sealog.detect.structured.suspicion import Suspicion
    from sealog.records.finding import Group

Announced: TypeAlias = "Sequence[Sequence[tuple[int, int, int]] | None]"
"""The values that each keyword announces: the rule's number, start and end. None: the rules themselves must look.

Empty with an engine that knows no rules.
"""

Shaped: TypeAlias = "Sequence[Sequence[Span] | None]"
"""The values of each suspected rule: start and end. None: the rule itself must look.

Empty with an engine that judges no shapes.
"""

Seen: TypeAlias = "tuple[Collection[int], Sequence[Hit], bool, Announced, Shaped]"
"""Ranks of suspected rules; keywords with their places in code points; may there be escapes; the values of both.

A keyword's number is its place in `Vocabulary.keyword_rules`.
"""

Look: TypeAlias = "Callable[[str], Seen | None]"
"""Returns what it sees in a text, or None.

Raises:
    UnicodeEncodeError: the text holds a lone surrogate.
"""


Fields: TypeAlias = "tuple[str, Group, int, int]"
"""Those of a `Finding`."""

Find: TypeAlias = "Callable[[str], list[Fields] | Seen | None]"
"""As `Look`, but None only for a text that surely is clean: no name beside a value, no sealed value.

For a text that needs no further look it returns the fields of the findings, sorted and disjoint.
"""

NOTHING: Seen = ((), (), False, (), ())
"""What a look returns that sees nothing."""


def build_look(
    vocabulary: Vocabulary,
    rules: Sequence[Rule],
    keyword_rules: Sequence[KeywordRule | NameRule],
    shapes: Sequence[Shape],
    twins: Sequence[Any],
    engine: Engine,
    suspicion: Suspicion,
) -> tuple[Look, Find, Any]:
    """Compile the words of all rules and their relaxed shapes.

    `shapes` are the rules' exact shapes, `twins` their counterparts in the compiled half.

    Returns:
        The look, the look that also finds, and the compiled half's scanner for both, or None without it.
    """
    if engine == "native":
        words, gates = [word.encode() for word in vocabulary.words], [rule.gate for rule in rules]
        prefilter = compiled.Prefilter(words, vocabulary.context, gates, decoder(), vocabulary.begins)
        parts = [twin or getattr(shape, "native", None) for twin, shape in zip(twins, shapes, strict=True)]
        # By their rank: rules, those of keywords, those of keys.
        kinds = [(rule.entity, rule.group) for rule in (*rules, *keyword_rules) if isinstance(rule, Rule | KeywordRule)]
        keywords = compiled.KeywordRules(*keyword_table(keyword_rules, vocabulary))
        scanner = compiled.FastScanner(
            prefilter, parts, [*kinds, *suspicion.kinds], len(kinds), suspicion.names, keywords
        )
        return scanner.look, scanner.find, scanner
    find_words, suspect = build_words(vocabulary.words, engine), build_gate([rule.gate for rule in rules], engine)

    def look(text: str) -> Seen | None:
        data = text.encode()
        hits, shaped, is_disguised = find_words(data), suspect(data), may_hold_escape(text)
        if not hits:
            return (shaped, (), is_disguised, (), ()) if shaped or is_disguised else None
        suspects, keywords = vocabulary.meaning(hits, shaped, data)
        if keywords and len(text) != len(data):
            keywords = in_code_points(keywords, data)
        return suspects, keywords, is_disguised, (), ()

    def find(text: str) -> Seen | None:
        seen = look(text)
        is_clean = seen is None and not suspicion.of(text) and "seal1" not in text and "\0" not in text
        return None if is_clean else seen or NOTHING

    return look, find, None
