"""What a miner keeps: exact counts, stable ids, a bounded memory."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sealog_exporters.templates import OTHER, Miner
from sealog_exporters.templates.forms.vocabulary import WORDS

NAMES = ("kebana", "orviso", "tal-mir", "Zorvane", "quiltro", "ostari", "Nelvo")


def mined(*lines: str) -> Miner:
    miner = Miner()
    for line in lines:
        miner.add(line)
    return miner


def test_lines_of_one_statement_are_one_template_with_its_count() -> None:
    miner = mined(*(f"order {i} shipped" for i in range(30)), "all done")
    assert [(one.text, one.count) for one in miner.templates()] == [("order <*> shipped", 30), ("all done", 1)]


@given(st.lists(st.text(alphabet=st.sampled_from("ab 1:=[]\"'"), max_size=20), max_size=60), st.integers(1, 10))
def test_counts_add_up_to_the_lines(lines: list[str], kept: int) -> None:
    miner = Miner(max_forms=kept)
    for line in lines:
        miner.add(line)
    templates = miner.templates()
    assert sum(one.count for one in templates) == len(lines)
    assert sum(one.size for one in templates) == sum(len(line.encode()) for line in lines)
    assert len(templates) <= kept + 1


def test_an_id_stays_when_a_template_is_refined_and_when_templates_join() -> None:
    miner = mined(f"topic {NAMES[0]} was created by request", f"topic {NAMES[1]} was created by request")
    before = {one.id for one in miner.templates()}
    for name in NAMES:
        miner.add(f"topic {name} was created by request")
    (after,) = miner.templates()
    assert after.text == "topic <*> was created by request"
    assert after.id in before


def test_processes_that_see_the_same_statement_give_it_the_same_id() -> None:
    one = mined(*(f"topic {name} was created by request" for name in NAMES))
    other = mined(*(f"topic {name} was created by request" for name in reversed(NAMES)))
    assert [template.id for template in one.templates()] == [template.id for template in other.templates()]


def test_a_flood_of_new_forms_goes_to_other_and_what_is_worded_stays() -> None:
    words = random.Random(5)
    miner = Miner(max_forms=200)
    for i in range(3_000):
        miner.add(" ".join("".join(words.choices("qxzvkj", k=6)) for _ in range(8)))
        if i % 3 == 0:
            miner.add(f"order {i} was shipped to the customer {NAMES[i % 7]}")
    found = {one.text: one.count for one in miner.templates()}
    assert found["order <*> was shipped to the customer <*>"] == 1_000
    assert {one.id: one.count for one in miner.templates()}[OTHER] > 2_500


def test_first_and_last_time_are_those_of_the_lines() -> None:
    miner = Miner()
    for time in (50, 20, 90):
        miner.add("tick", time)
    (template,) = miner.templates()
    assert (template.first_ns, template.last_ns) == (20, 90)


def test_fields_tell_messages_of_few_words_apart() -> None:
    miner = mined('{"msg":"ok","path":"/a"}', '{"msg":"ok","path":"/b"}', '{"msg":"ok","user":"c"}')
    assert sorted((one.text, one.count) for one in miner.templates()) == [("ok path=<*>", 2), ("ok user=<*>", 1)]


def test_an_exemplar_stays_out_of_the_repr() -> None:
    (template,) = mined("secret 4711").templates()
    assert "4711" in template.exemplar
    assert "4711" not in repr(template)


def test_a_statement_whose_words_vary_survives_a_flood_of_common_words() -> None:
    """Its forms were seen once each and have no wording in common, but what stands side by side in it."""
    chosen = random.Random(1)
    common = sorted(WORDS)
    miner = Miner(max_forms=1_000)
    verbs = chosen.sample(common, 20)
    lines = [f"could not {verb} the connection to the remote host" for verb in verbs]
    seen = []
    for line in lines:
        for _ in range(200):
            miner.add(" ".join(chosen.choices(common, k=8)))
        seen.append(miner.add(line))
    miner.templates()
    assert OTHER not in {one.id for one in seen}
