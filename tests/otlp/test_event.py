"""An event is a value: what holds one can't change it for the others."""

from __future__ import annotations

import pytest

from alerting.events import event


def test_no_field_of_an_event_can_be_set() -> None:
    made = event()
    with pytest.raises(AttributeError):
        made.body = "other"  # type: ignore[misc] # that is the point
    with pytest.raises(AttributeError):
        made.more = "other"  # type: ignore[attr-defined] # that is the point


def test_a_changed_copy_leaves_the_event_as_it_was() -> None:
    made = event()
    assert (made._replace(scope="other").scope, made.scope) == ("other", "shop.payments")
