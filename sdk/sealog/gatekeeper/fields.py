"""Tells whether a value stands in the field that it was sealed under, whatever a collector renamed since."""

from __future__ import annotations

import re

_NO_LETTER = re.compile(r"[\W_]+")
_BODY = "$"
_OWN_PLACES = ("$event_name", "$severity_text", "$scope", "$resource", "$name", "$status", "$event", "$link")
"""Places that are not attributes: stores rename them, so they are never called moved."""
_ATTRIBUTES = "attributes"


def is_same_field(sealed_under: str, field: str) -> bool:
    """Tell whether `field`, as a store names it, may be the one that a value was sealed under.

    Collectors and stores put something before a name (`attributes.user.email`) and join it otherwise
    (`attributes_user_email`). The path is cut where the sealed value left no room for all of it, so a beginning is
    enough; where there was no room at all, any field may be it.
    """
    path, at = _plain(sealed_under.removeprefix(_BODY)), _plain(field)
    if sealed_under.startswith(_OWN_PLACES) or field.startswith("$") or not sealed_under:
        return True
    if sealed_under.startswith(_BODY):
        return not at.startswith(_ATTRIBUTES) and path in at
    return path in at


def _plain(name: str) -> str:
    return _NO_LETTER.sub("", name).casefold()
