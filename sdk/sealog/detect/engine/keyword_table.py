"""The table of keyword rules for the compiled half.

Shapes and words that several rules share are defined beside those rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.keyword_rules.passwords import one_time_code, password
from sealog.detect.keyword_rules.people import location, person
from sealog.detect.keyword_rules.secrets import authorization, cookie, named_key, secret, services
from sealog.detect.keyword_rules.text import enclosed, placeholders
from sealog.detect.lexicon.messages import openings, unspaced_openings
from sealog.detect.lexicon.statuses import statuses_beyond_ascii, statuses_of_ascii
from sealog.detect.rules.by_key import fields
from sealog.detect.secrets import published
from sealog.detect.structured import names
from sealog.pattern import source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.engine.vocabulary import Vocabulary
    from sealog.detect.model.rule import Form, KeywordRule
    from sealog.detect.structured.names_beside.beside import NameRule

_SHAPES = (
    placeholders.SHAPES,
    enclosed.SHAPES,
    password.SHAPES,
    one_time_code.SHAPES,
    secret.SHAPES,
    authorization.SHAPES,
    cookie.SHAPES,
    person.SHAPES,
    location.SHAPES,
    fields.SHAPES,
    names.SHAPES_OF_NOTHING,
)
_WORDS = (
    placeholders.WORDS,
    enclosed.WORDS,
    named_key.WORDS,
    services.WORDS,
    published.WORDS,
    fields.WORDS,
    names.NO_VALUES,
)


def keyword_table(rules: Sequence[KeywordRule | NameRule], vocabulary: Vocabulary) -> tuple[Any, ...]:
    """Return the arguments of `compiled.KeywordRules`. The numbers of `rules` are those in the `vocabulary`."""
    return (
        [_row(rule.form) for rule in rules],
        vocabulary.keyword_rules,
        {name: list(words) for table in (*_WORDS, _statuses()) for name, words in table.items()},
        {name: source_of(shape) for table in _SHAPES for name, shape in table.items()},
    )


def _statuses() -> dict[str, list[str]]:
    return {
        "statuses": statuses_of_ascii(),
        "statuses_beyond_ascii": statuses_beyond_ascii(),
        "openings": openings(),
        "unspaced_openings": unspaced_openings(),
    }


def _row(form: Form | None) -> tuple[str, tuple[str, bool, bool] | None, tuple[str, ...], int]:
    if form is None:
        return "", None, (), 0
    return form.kind, None if form.shape is None else (form.shape, False, True), form.marks, form.lead
