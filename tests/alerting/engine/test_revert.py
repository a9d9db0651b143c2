"""A batch that can't be stored is rolled back, as if it had never come."""

from __future__ import annotations

from typing import Any

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.syntax.duration import NS


def fed(engine: Engine, services: str, at_s: int) -> None:
    """Feed an error of each of some services."""
    list(engine.feed([event(at_s, f"{one}-{at_s}", service=one) for one in services], START + at_s * NS))


def states(engine: Engine) -> dict[tuple[str, ...], Any]:
    """Give the state of each group."""
    return {tuple(group["key"]): group for group in engine.snapshot()["groups"]}


def test_groups_that_are_stored_are_as_they_were_and_new_ones_are_gone() -> None:
    engine, other = Engine(rule_file()), Engine(rule_file())
    for one in (engine, other):
        fed(one, "ab", 1)
        one.saved()
    stored = [{**states(engine)[("a",)], "page": 0}]
    fed(engine, "ac", 2)
    assert {key for _, key in engine.touched()} == {("a",), ("c",)}
    engine.revert(stored, [], 0)
    assert states(engine) == states(other)
    for one in (engine, other):
        fed(one, "abc", 3)
    assert states(engine) == states(other)
