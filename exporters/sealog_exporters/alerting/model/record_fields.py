"""Reads the fields that annotations show of the record that made an alert fire: `{{ record.http.route }}`.

The sender chooses a record's text. So it is kept sealed as it came, cut, and without characters that end a line or
control a terminal; filled in, it is not expanded again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.matching.field import encodable, reader, text_of
from sealog_exporters.alerting.model.annotation_template import placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.event import Event

MAX_CHARS: Final = 256
MAX_FIELDS: Final = 16
_RECORD: Final = "record."


def record_placeholders(annotations: Mapping[str, str]) -> tuple[str, ...]:
    """List what a rule's annotations ask of the record, each once, such as `record.http.route`."""
    asked = dict.fromkeys(
        hole for text in annotations.values() for hole in placeholders(text) if is_record_placeholder(hole)
    )
    return tuple(asked)


def is_record_placeholder(hole: str) -> bool:
    """Return whether a placeholder is for a field of the record."""
    return hole.startswith(_RECORD) and len(hole) > len(_RECORD)


def record_reader(annotations: Mapping[str, str]) -> Callable[[Event], tuple[str, ...]] | None:
    """Return a function that reads the texts for `record_placeholders` in order, or `None` without placeholders."""
    asked = record_placeholders(annotations)
    if not asked:
        return None
    readers = tuple(reader(hole[len(_RECORD) :]) for hole in asked)
    return lambda event: tuple([_shown(text_of(read(event))) for read in readers])


def _shown(text: str) -> str:
    """Cut a text, and put a blank for each character that is not printed."""
    cut = f"{text[:MAX_CHARS]}\u2026" if len(text) > MAX_CHARS else text
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(character if character.isprintable() else " " for character in encodable(cut))
