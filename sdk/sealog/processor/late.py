"""Attributes that seal what is written to them after the record was sealed.

OpenTelemetry's batch keeps a reference to a record's attributes, so a processor registered later (baggage, a
framework's own telemetry) can still add to what will be exported. Sealing at the write leaves no moment in which the
export thread could see the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.attributes import BoundedAttributes

from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class LateAttributes(BoundedAttributes):
    """A sealed log record's attributes; `sealed_body` and `sealed_event_name` are the body and name when it was sealed.

    An SDK record's attributes become one by assignment to `__class__`: that costs a tenth of a copy, and batch and
    record still share the object. `seal` gives a late attribute sealed, and the attributes of ours that it needs.
    """

    seal: Callable[[Mapping[str, Any], str, Any], Mapping[str, Any]]
    sealed_body: Any
    sealed_event_name: str | None

    def __setitem__(self, key: str, value: Any) -> None:
        try:
            new = self.seal(self, key, value)
        except Exception as error:  # noqa: BLE001 - the writer must not see it, the store not the plaintext
            say_once("late", f"a late attribute could not be sealed and was left out ({type(error).__name__})")
            return
        for name, item in new.items():
            super().__setitem__(name, item)

    def _set_items(self, attributes: Mapping[str, Any]) -> None:
        for key, value in attributes.items():
            self[key] = value


def put(attributes: Any, values: dict[str, Any], late: type[LateAttributes], body: Any, event_name: str | None) -> None:
    """Make an SDK record's attributes hold `values`, all at once, and late attributes from now on.

    OpenTelemetry's limits would cut a sealed value, which nothing could open again, or drop the oldest attribute for
    one of ours. They were applied to the application's own values when the record was made, so they end here.
    """
    attributes.maxlen = attributes.max_value_len = None
    # One assignment to what the SDK keeps privately takes a tenth of as many writes through its lock. An SDK that
    # keeps it otherwise gets the writes.
    if type(getattr(attributes, "_dict", None)) is dict:
        attributes._dict = values  # noqa: SLF001 - see above
    else:
        for key in [key for key in attributes if key not in values]:
            del attributes[key]
        for key, value in values.items():
            BoundedAttributes.__setitem__(attributes, key, value)
    attributes.__class__ = late
    attributes.sealed_body = body
    attributes.sealed_event_name = event_name


def late_attributes(seal: Callable[[Mapping[str, Any], str, Any], Mapping[str, Any]]) -> type[LateAttributes]:
    """Make the class of late attributes of one processor."""
    return type("LateAttributes", (LateAttributes,), {"seal": staticmethod(seal)})
