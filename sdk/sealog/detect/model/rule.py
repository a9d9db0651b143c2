"""The types of detection rules. A rule is data and pure functions: no files, no state, no records.

Adding a rule is adding one file to `rules/` that ends in `RULE = Rule(…)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sealog.detect.model.scan_budget import CANDIDATE, KEYWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sealog.records.action import Action
    from sealog.records.finding import Group

Span: TypeAlias = "tuple[int, int]"
"""Start and end (exclusive) of a value in its text, in code points."""

Validator: TypeAlias = "Callable[[str, int, int], Span | None]"
"""Judges the candidate `text[start:end]` in its surroundings: the span to seal, or None.

The span may be narrower, or go on behind the candidate by a bounded length. The cost is bounded by that, never by the
text's length: a text may hold very many candidates.
"""


Twin: TypeAlias = "Callable[[Any], Any]"
"""Gets the compiled half, and returns its counterpart of functions of a rule, for what it can judge alone.

Any other text it leaves to them.
"""


class Anchor(NamedTuple):
    """A sign of ASCII that every match of a shape holds, and what the shape allows before it.

    Before the first such sign in a match stand at most `reach` characters, all of which (if ASCII) are in `before`;
    what stands before a sign has no influence on what may follow it. Then a search can begin at the sign.
    """

    sign: str
    before: str
    reach: int


@dataclass(frozen=True, eq=False, repr=False)
class Rule:
    """One entity that is found by its shape in text.

    `gate` is a relaxed RE2 shape that every true value matches; it may match too much, and has no counted
    repeats (they explode RE2's DFA). `shape` is the exact form in the subset that RE2 and the standard
    library's `re` read alike: no look-around, no back-references, no Unicode classes, and never a class that
    holds U+001E, which separates the texts of a record. `validate` says what no regular expression can.
    `normalise` gives every spelling of one value the same text, for the blind index.
    `indexed` is False for values that can be guessed by trying them all (docs/spec/sealed-value.md); where that
    depends on the value, `guessable` tells it of a normalised one.
    `context` are words of which one must stand near a value that `gate` does not match (`support/context.py`);
    `validate` looks for them. With them `gate` may be empty: then a word alone makes the rule look.
    `cost` is the steps of a candidate, without what `validate` spends itself (see `scan_budget.py`).
    `anchor` makes a search for the shape quicker, where one sign stands in every value; `twin` makes it quicker to find
    what is plain, where there is a compiled half. `index_form` gives that half's twin of `normalise` and `guessable`.
    `hits` are texts in which this rule finds exactly what stands in guillemets («…», not part of the text);
    `misses` are texts in which it finds nothing.
    """

    entity: str
    group: Group
    gate: str
    shape: str
    validate: Validator
    normalise: Callable[[str], str]
    indexed: bool
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    context: tuple[str, ...] = ()
    cost: int = CANDIDATE
    anchor: Anchor | None = None
    twin: Twin | None = None
    guessable: Callable[[str], bool] | None = None
    index_form: Twin | None = None


Find: TypeAlias = "Callable[[str, int, int], Span | None]"
"""Gets a text, and start and end of a keyword in it. Returns the value that the keyword announces or begins, or None.

Its cost is bounded, never by the text's length: a text may hold very many keywords. It never looks past U+001E.
"""


FindOthers: TypeAlias = "Callable[[str, int, int], Iterator[Span]]"
"""Returns the further values that the same keyword announces, behind the first one, in their order.

It reads forward only, as far as its kind of statement goes on, and never past U+001E.
"""


Announces: TypeAlias = "Callable[[str, int], Mapping[str, Sequence[Span]]]"
"""Gets a text and the end of a keyword in it, and gives all values that it announces, by their entity, in their order.

It reads as `FindOthers` does.
"""


class Form(NamedTuple):
    """What the compiled half knows of a keyword rule, to tell where surely no value stands.

    `kind` names the judgement, as `native/src/detection/keywords/judge.rs` does. Tokens and named secrets have a
    `shape` for `re.ASCII`; `marks` and `lead` are as in `secrets/forms.py`.
    """

    kind: str
    shape: str | None = None
    marks: tuple[str, ...] = ()
    lead: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class KeywordRule:
    """One entity that is found beside a fixed word: what a token begins with, or the name before its value.

    `keywords` have no capital of ASCII and match in any case of ASCII; of letters beyond it every case that is to be
    found is a keyword of its own (`lexicon/spelling.py` gives them). All keywords of all rules are looked for in one
    pass, so that a hundred kinds of secrets cost a clean text little more than one. `others` is asked
    where `find` has found a value and one keyword may announce several. `cost` is as in `Rule`. `is_far` says that a
    value may go on for more than a sentence behind its keyword; with `others` it may anyway. `begins` says that a
    keyword counts only where a word begins. `announces` is one function of several rules with the same keywords: it
    gives the values of all of them, so that the text is read once. `form` is there where the
    compiled half knows such rules. `hits` and `misses` are as in
    `Rule`; those of the makers' secrets lie in `tests/detect/secrets/`.
    """

    entity: str
    group: Group
    keywords: tuple[str, ...]
    find: Find
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    others: FindOthers | None = None
    cost: int = KEYWORD
    is_far: bool = False
    begins: bool = False
    announces: Announces | None = None
    form: Form | None = None


@dataclass(frozen=True, eq=False, repr=False)
class KeyRule:
    """One entity that is known by the key of its attribute; the whole value is the finding.

    `matches` gets the key in lower case. `hits` and `misses` are keys. `action` is the
    policy's action for this key, which goes before that for the entity; with `keep` nothing under the key is scanned
    either. `entity_of` is there where many rules match by one function: each matches the keys for which that
    gives its entity, so that it is asked once a key. `excepts` tells of a whole value whether it is no person's and
    stays; None: no value is excepted.
    """

    entity: str
    group: Group
    matches: Callable[[str], bool]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    action: Action | None = None
    excepts: Callable[[str], bool] | None = None
    entity_of: Callable[[str], str | None] | None = None
