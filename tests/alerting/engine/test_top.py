"""The annotation `top`: which values stand out when a rule fires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.engine.decision_builder import LOOKED_AT
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from typing import Any

    from sealog_exporters.alerting.model.alert.decision import Decision


def fired(users: dict[str, int], **changes: Any) -> list[Decision]:
    """Feed so many errors of each user, in this order, in one batch."""
    names = [user for user, count in users.items() for _ in range(count)]
    fed = [event(place / 1e5, f"s-{place}", attributes={"user": user}) for place, user in enumerate(names)]
    return Engine(rule_file(**{"group_by": ("user",), "threshold": 10, **changes})).feed(fed, START + NS)


def test_an_alert_names_the_groups_with_the_highest_counts() -> None:
    (decision,) = fired({"few": 1, "some": 4, "more": 7, "none": 2, "two": 2, "three": 3, "most": 10})
    assert decision.annotations["top"] == "most 10, more 7, some 4, three 3, none 2"


def test_a_single_group_is_not_compared() -> None:
    (decision,) = fired({"only": 10})
    assert "top" not in decision.annotations


def test_long_groups_are_cut_and_several_fields_are_told_apart() -> None:
    (decision,) = fired({"x" * 200: 2, "short": 10}, group_by=("user", "resource.service.name"))
    assert decision.annotations["top"] == f"short / shop 10, {'x' * 80}… 2"


def test_no_more_than_the_groups_used_last_are_looked_at() -> None:
    users = {"old": 9, **{f"u{number}": 1 for number in range(LOOKED_AT - 1)}, "new": 10}
    (decision,) = fired(users)
    assert decision.annotations["top"].startswith("new 10, u0 1, u1 1")


def test_a_rule_s_own_annotation_of_that_name_stands() -> None:
    (decision,) = fired({"few": 1, "most": 10}, annotations={"top": "mine"})
    assert decision.annotations["top"] == "mine"
