"""Decisions of users about templates are kept."""

from __future__ import annotations

import pytest

from sealog_exporters.templates import Miner
from sealog_exporters.templates.differences import Difference, differences
from sealog_exporters.templates.parameters import parameters
from sealog_exporters.templates.seen import Seen

NAMES = ("kebana", "orviso", "tal-mir", "Zorvane", "quiltro", "ostari", "Nelvo")


def mined(*lines: str) -> Miner:
    miner = Miner()
    for line in lines:
        miner.add(line)
    miner.templates()
    return miner


def test_merged_templates_stay_one() -> None:
    miner = mined("the door is open", "a window was shut")
    one, other = (template.id for template in miner.templates())
    miner.merge(one, [other])
    miner.add("the door is open")
    (template,) = miner.templates()
    assert (template.id, template.count) == (one, 3)
    assert miner.current(other) == one


def test_a_split_template_stays_apart() -> None:
    miner = mined(*(f"topic {name} was created by request" for name in NAMES))
    (before,) = miner.templates()
    assert miner.split(before.id) == len(NAMES)
    miner.add(f"topic {NAMES[0]} was created by request")
    after = miner.templates()
    assert sum(one.count for one in after) == len(NAMES) + 1
    assert len(after) == len(NAMES) == len({one.id for one in after})
    assert before.id in {one.id for one in after}


def test_a_pinned_text_stays() -> None:
    miner = mined("topic kebana was created by request")
    (before,) = miner.templates()
    miner.choices.pinned[before.id] = before.text
    for name in NAMES:
        miner.add(f"topic {name} was created by request")
    (after,) = miner.templates()
    assert (after.id, after.text, after.pinned) == (before.id, before.text, True)


def test_a_pinned_template_is_not_given_up() -> None:
    miner = Miner(max_forms=20)
    miner.add("qzx vvk jjq")
    (before,) = miner.templates()
    miner.choices.pinned[before.id] = before.text
    for i in range(100):
        miner.add(f"word{'a' * i} other{'b' * i} seen")
    assert before.id in {one.id for one in miner.templates()}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 100}, {"a": 100, "b": 1}, [Difference("new", "b", 0, 1, 0, None)]),
        ({"a": 100, "b": 50}, {"a": 150}, [Difference("gone", "b", 50, 0, 75, None)]),
        ({"a": 100, "b": 5}, {"a": 150}, []),
        ({"a": 1_000, "b": 50}, {"a": 10}, []),
        ({"a": 100, "b": 100}, {"a": 100, "b": 300}, [Difference("more", "b", 100, 300, 100, 3.0)]),
        ({"a": 50, "b": 50, "c": 9}, {"a": 50, "b": 50, "c": 900}, [Difference("more", "c", 9, 900, 9, 100.0)]),
        ({"a": 50, "b": 50, "c": 900}, {"a": 50, "b": 50, "c": 9}, [Difference("less", "c", 900, 9, 900, 0.01)]),
        ({"a": 50, "b": 50}, {"a": 50, "b": 50, "c": 900}, [Difference("new", "c", 0, 900, 0, None)]),
        (
            {"a": 100, "b": 40},
            {"c": 70},
            [
                Difference("gone", "a", 100, 0, 50, None),
                Difference("new", "c", 0, 70, 0, None),
                Difference("gone", "b", 40, 0, 20, None),
            ],
        ),
        ({"a": 100, "b": 100}, {"a": 1_000, "b": 1_000}, []),
    ],
)
def test_what_differs_is_told(before: dict[str, int], after: dict[str, int], expected: list[Difference]) -> None:
    assert differences(before, after, floor=20, ratio=2) == expected


def test_parameters_are_told_by_position_and_kind() -> None:
    sealed = "seal1~email_address~abcdefghijklm~AAAAAAAA"
    seen = [
        Seen(0, ("",), (), f"mail of alice to {sealed} took 35 ms", 0, 0, count=3),
        Seen(1, ("",), (), f"mail of bob to {sealed} took 40 ms.", 0, 0, count=2),
    ]
    user, address, took = parameters("mail of <*> to <email_address> took <*>", seen)
    assert user.values == (("alice", 3), ("bob", 2))
    assert address.kinds == (("email_address", 5),)
    assert address.values == (("email_address~abcdefghijklm", 5),)
    assert took.kinds == (("number", 5),)


def test_no_part_of_a_sealed_value_but_its_index_is_told() -> None:
    seen = [Seen(0, ("",), (), "sent: to seal1~email_address~abcdefghijklm~SECRETSECRET now", 0, 0, count=1)]
    (value,) = parameters("sent: <*>", seen)
    assert "SECRET" not in str(value)
