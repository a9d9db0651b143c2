"""Finds people and places by an installed spaCy model: the engine `spacy:MODEL` of a policy.

Needs the extra `sealog[ner]` and the model's package. spaCy's labels are OntoNotes 5's: PERSON, and GPE, LOC and FAC
for places. It takes milliseconds a text (docs/policy.md), hundreds of times what the rules take.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sealog.errors import SettingError

if TYPE_CHECKING:
    from sealog.policy.names import Recognise

_ENTITIES = {"PERSON": "person", "PER": "person", "GPE": "location", "LOC": "location", "FAC": "location"}
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")


def load(model: str) -> Recognise:
    """Load a model and give its recogniser.

    Raises:
        SettingError: spaCy or the model's package can't be imported.
    """
    try:
        pipeline = import_module(model).load(exclude=_UNUSED)
    except ImportError as error:
        raise SettingError(f"needs sealog[ner] and the model {model} ({type(error).__name__})") from error

    def recognise(text: str) -> list[tuple[int, int, str]]:
        found = pipeline(text).ents
        return [(one.start_char, one.end_char, _ENTITIES[one.label_]) for one in found if one.label_ in _ENTITIES]

    return recognise
