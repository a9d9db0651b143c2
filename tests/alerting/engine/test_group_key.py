"""A record whose `group_by` field holds a list counts once for each element: adding values hides none."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.engine.series.group_key import MAX_KEYS, choose_keys, key_function
from sealog_exporters.alerting.matching.label_matcher import compile_matchers, parse_matcher
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.event import Event

ALICE, BOB = "lovn4go5nqucs", "mfrggzdfmztwq"
BY_INDEX = ("sealog.index",)
OF_EMAIL = ("sealog.index[email_address]",)


def fresh(number: int) -> str:
    """Make an index that nobody has."""
    digits = "abcdefghijklmnopqrstuvwxyz234567"
    return "zz" + "".join(digits[number >> shift & 31] for shift in range(50, -5, -5))


def seal(entity: str, index: str) -> str:
    return f"seal1~{entity}~{index}~AAAA"


def indexed(number: int, indexes: Any, **fields: Any) -> Event:
    return event(number, f"u{number}", attributes={"sealog.index": indexes}, **fields)


def fired(events: Sequence[Event], group_by: tuple[str, ...] = BY_INDEX, **changes: Any) -> list[Decision]:
    engine = Engine(rule_file(group_by=group_by, threshold=10, **changes))
    return [one for at, each in enumerate(events) for one in engine.feed([each], START + at * NS)]


def test_a_fresh_element_in_every_record_hides_nobody() -> None:
    decisions = fired([indexed(number, [ALICE, fresh(number)]) for number in range(10)])
    assert [(one.group, one.value) for one in decisions] == [((("sealog.index", ALICE),), 10)]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_order_and_repetition_do_not_matter(place: int) -> None:
    def listed(number: int) -> list[str]:
        others = [fresh(number * 3 + one) for one in range(3)]
        return [*others[:place], ALICE, *others[place:], ALICE]

    decisions = fired([indexed(number, listed(number)) for number in range(10)])
    assert [one.value for one in decisions] == [10]
    assert fired([indexed(number, listed(number)) for number in range(9)]) == []


@pytest.mark.parametrize("value", [ALICE, [ALICE], (ALICE,), [ALICE, ALICE]])
def test_a_text_and_a_list_of_it_are_one_group(value: Any) -> None:
    decisions = fired([*(indexed(number, ALICE) for number in range(9)), indexed(9, value)])
    assert [one.group for one in decisions] == [(("sealog.index", ALICE),)]


@pytest.mark.parametrize("value", [[], (), None, ""])
def test_an_empty_list_is_a_missing_field(value: Any) -> None:
    assert key_function(BY_INDEX)(indexed(0, value)) in (("(none)",), [("(none)",)])


def test_numbers_and_maps_in_a_list_are_groups_of_their_own() -> None:
    assert key_function(("a",))(event(attributes={"a": [1, True, {"b": 2}, [3]]})) == [
        ("1",),
        ("true",),
        ('{"b":2}',),
        ("[3]",),
    ]


def test_each_combination_of_two_lists_is_a_group() -> None:
    keys = key_function(("a", "resource.service.name", "b"))(event(attributes={"a": ["1", "2"], "b": ["x", "y"]}))
    assert keys == [("1", "shop", "x"), ("1", "shop", "y"), ("2", "shop", "x"), ("2", "shop", "y")]


def test_a_known_group_is_counted_however_many_others_there_are() -> None:
    padded = [indexed(9 + number, [fresh(5000 * number + one) for one in range(3000)] + [ALICE]) for number in range(5)]
    decisions = fired([*(indexed(number, ALICE) for number in range(5)), *padded], max_groups=100_000)
    assert [one.group for one in decisions] == [(("sealog.index", ALICE),)]


def test_a_record_counts_for_so_many_groups_at_most_and_replicas_choose_the_same() -> None:
    keys = [(fresh(number),) for number in range(1000)]
    first = choose_keys(keys, "uid", lambda _: False)
    assert len(first) == MAX_KEYS
    assert sorted(choose_keys(keys[::-1], "uid", lambda _: False)) == sorted(first)
    assert choose_keys(keys, "another", lambda _: False) != first
    engine = Engine(rule_file(group_by=BY_INDEX))
    engine.feed([indexed(0, [key for (key,) in keys])], START)
    stats = engine.stats()
    assert (stats["groups"], stats["crowded"]) == (MAX_KEYS, 1)


def test_a_silence_by_the_plain_index_mutes() -> None:
    (decision,) = fired([indexed(number, [fresh(number), ALICE]) for number in range(10)])
    mutes = compile_matchers([parse_matcher(f"sealog_index={ALICE}")])
    assert mutes(decision.labels)


def test_the_indexes_of_one_entity_are_those_of_its_sealed_values() -> None:
    body = f"login of {seal('email_address', ALICE)} from {seal('phone_number', BOB)} failed"
    keys = key_function(OF_EMAIL)(indexed(0, [BOB, ALICE], body=body))
    assert keys == [(ALICE,)]


@pytest.mark.parametrize(
    "place",
    [
        {"body": {"user": {"mails": [seal("email_address", ALICE)]}}},
        {"attributes": {"sealog.index": [ALICE], "x-forwarded-user": [["a", seal("email_address", ALICE)]]}},
        {"attributes": {"sealog.index": [ALICE], "note": "seal1k~email_address~" + ALICE + "~AAAA~BBBB"}},
        {"attributes": {"sealog.index": ALICE, "http.url": f"/u?mail={seal('email_address', ALICE)}&x=1"}},
    ],
)
def test_sealed_values_are_found_wherever_they_stand(place: dict[str, Any]) -> None:
    given = {"body": "", "attributes": {"sealog.index": [ALICE]}, **place}
    assert key_function(OF_EMAIL)(event(**given)) == [(ALICE,)]


def test_an_index_that_the_records_own_list_lacks_is_not_believed() -> None:
    body = f"{seal('email_address', ALICE)} {seal('email_address', BOB)}"
    assert key_function(OF_EMAIL)(indexed(0, [ALICE], body=body)) == [(ALICE,)]


@pytest.mark.parametrize("indexes", [[BOB], [], BOB])
def test_without_a_value_of_the_entity_the_group_is_none(indexes: Any) -> None:
    body = f"call {seal('phone_number', BOB)} about seal1~email_address~0~AAAA"
    assert key_function(OF_EMAIL)(indexed(0, indexes, body=body)) == ("(none)",)


def test_one_entity_fires_by_its_own_label() -> None:
    def line(number: int) -> str:
        mails = [ALICE, *(fresh(number * 4 + one) for one in range(4))]
        return " ".join([*(seal("email_address", mail) for mail in mails), seal("phone_number", BOB)])

    events = [
        indexed(number, [BOB, ALICE, *(fresh(number * 4 + one) for one in range(4))], body=line(number))
        for number in range(10)
    ]
    decisions = fired(events, OF_EMAIL)
    assert [one.labels["sealog_index_email_address"] for one in decisions] == [ALICE]


def test_what_is_searched_of_a_record_is_bounded() -> None:
    far = {"a": ["x"] * 20_000, "z": "y" * (2 << 20)}
    reading = key_function(OF_EMAIL)
    assert reading(event(attributes={"z": "y" * (2 << 20)}, body=seal("email_address", ALICE))) == [(ALICE,)]
    assert reading(event(attributes={"m": seal("email_address", ALICE), **far}, body="")) == ("(none)",)


def test_state_goes_on_after_a_restart() -> None:
    rules = rule_file(group_by=BY_INDEX, threshold=10)
    engine = Engine(rules)
    for number in range(9):
        engine.feed([indexed(number, [fresh(number), ALICE])], START + number * NS)
    engine = Engine(rules, engine.snapshot())
    decisions = engine.feed([indexed(9, [ALICE])], START + 9 * NS)
    assert [one.value for one in decisions] == [10]


def test_every_order_of_three_gives_the_same_groups() -> None:
    reading = key_function(BY_INDEX)
    seen = {tuple(sorted(reading(indexed(0, list(order))))) for order in permutations([ALICE, BOB, fresh(1)])}
    assert len(seen) == 1


def test_two_fields_without_a_list_give_one_key_in_their_order() -> None:
    given = event(1, "u1", attributes={"host": "a", "user": "mira"})
    assert key_function(("user", "host"))(given) == ("mira", "a")
