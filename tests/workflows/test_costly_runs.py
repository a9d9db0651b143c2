"""Findings about what a run pays for without need, each beside a similar run in which there is none."""

from __future__ import annotations

import json

import pytest

from sealog.errors import SettingError
from sealog_exporters.workflows.prices import load_prices
from workflows.agents import FACTS, MS, Agent, kinds

PRICES = load_prices(b'{"m-1": {"input": 2, "output": 10, "cached_input": 0.5}}', "prices.json")
WORDS = [f"word{number}" for number in range(2_000)]


def said(words: list[str]) -> str:
    return json.dumps([{"role": "assistant", "parts": [{"type": "text", "content": " ".join(words)}]}])


def hand_offs(outputs: list[str], names: str = "AB") -> Agent:
    agent = Agent()
    for number, output in enumerate(outputs):
        attributes = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": names[number % len(names)],
            "gen_ai.output.messages": json.dumps(output),
        }
        span = agent.add(
            f"invoke_agent {number}", attributes if output else attributes | {"gen_ai.output.messages": None}
        )
        agent.model(parent=span, at=agent.now - 105, length=80)
    return agent


def test_agents_that_hand_over_and_repeat_themselves_play_ping_pong() -> None:
    found = hand_offs(["that is for B", "that is for A"] * 3).analysed()
    assert kinds(found) == [("ping_pong", "certain")]
    assert found.findings[0]["saves_ms"] == 400
    assert found.findings[0]["saves_tokens"] == 200
    assert kinds(hand_offs(["that is for B", "that is for A"] * 2).analysed()) == [("ping_pong", "likely")]


def test_a_writer_and_a_critic_who_make_progress_do_not() -> None:
    assert kinds(hand_offs([f"draft {i}" if i % 2 else f"mend {i}" for i in range(8)]).analysed()) == []


def test_three_agents_in_turn_and_two_who_hand_over_once_do_not() -> None:
    assert kinds(hand_offs(["that is for another"] * 9, names="ABC").analysed()) == []
    assert kinds(hand_offs(["that is for B", "that is for A"]).analysed()) == []


def test_hand_offs_of_which_nothing_was_recorded_are_told_weakly() -> None:
    assert kinds(hand_offs([""] * 6).analysed()) == [("ping_pong", "weak")]


def test_hand_offs_by_tools_without_other_words_are_ping_pong_and_with_a_tool_s_result_between_are_not() -> None:
    idle, busy = Agent(), Agent()
    for number in range(6):
        for agent in (idle, busy):
            agent.model(attributes={"gen_ai.output.messages": said(["over", "to", "the", "other"])})
            agent.tool(f"transfer_to_{'ab'[number % 2]}", {}, "transferred")
        busy.tool("book_seat", {"seat": number}, {"row": number, "note": "it is booked"})
    assert ("ping_pong", "certain") in kinds(idle.analysed())
    assert "ping_pong" not in dict(kinds(busy.analysed()))


def test_equal_reads_of_several_agents_could_be_cached_and_of_one_agent_are_duplicates() -> None:
    for names, wanted in (("AB", "cacheable_call"), ("AA", "duplicate_call")):
        agent = Agent()
        for name in names:
            above = agent.add(name, {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name}, length=200)
            agent.tool("get_city", {"name": "Oslo"}, FACTS, parent=above, at=agent.now - 150)
        assert [kind for kind, _ in kinds(agent.analysed())] == [wanted]


def test_a_poll_that_ends_costs_its_turns_and_a_read_after_each_write_is_none() -> None:
    polls, edits = Agent(), Agent()
    for number in range(5):
        polls.model()
        polls.tool("check_build", {"build": "b-17"}, {"state": "done" if number == 4 else "running", "of": "b-17"})
        edits.model()
        edits.tool("update_page", {"page": "p-1", "line": number}, {"changed": "one line"})
        edits.tool("read_page", {"page": "p-1"}, {"lines": number // 4, "name": "the page"})
    (one,) = polls.analysed().findings
    assert (one["kind"], one["confidence"], one["saves_tokens"], one["saves_ms"]) == ("polling", "certain", 200, None)
    assert "polling" not in dict(kinds(edits.analysed()))


def test_a_sleep_is_told_and_a_wait_for_something_is_not() -> None:
    for name, wanted in (("sleep", [("sleep", "likely")]), ("wait_for_approval", []), ("sleep_study_search", [])):
        agent = Agent()
        agent.model()
        agent.tool(name, {"n": 2}, "ok", length=2_000)
        assert kinds(agent.analysed()) == wanted


def test_the_model_s_sleep_is_no_poll() -> None:
    agent = Agent()
    for number in range(4):
        agent.model()
        agent.tool("sleep", {"seconds": 2}, "ok" if number < 3 else "done", length=500)
    assert {one["kind"] for one in agent.analysed().findings} == {"sleep"}


def test_a_model_asked_the_same_again_is_told_and_several_samples_at_once_are_not() -> None:
    again, samples, hotter = Agent(), Agent(), Agent()
    for number in range(2):
        answer = {"gen_ai.output.messages": said(WORDS[:20])}
        again.model("What is the plan?", attributes=answer)
        samples.model("What is the plan?", attributes=answer, at=10)
        hotter.model("What is the plan?", attributes=answer | {"gen_ai.request.temperature": number})
    (one,) = again.analysed().findings
    assert (one["kind"], one["confidence"], one["saves_ms"], one["saves_tokens"]) == (
        "duplicate_model_call",
        "certain",
        100,
        50,
    )
    assert kinds(samples.analysed()) == kinds(hotter.analysed()) == []


def test_a_model_that_answers_otherwise_is_told_weakly() -> None:
    agent = Agent()
    for number in range(2):
        agent.model("What is the plan?", attributes={"gen_ai.output.messages": said(WORDS[number : number + 20])})
    assert kinds(agent.analysed()) == [("duplicate_model_call", "weak")]


@pytest.mark.parametrize(
    ("sizes", "is_told"),
    [
        ([1_000, 2_000, 3_000, 4_000, 5_000], True),
        ([1_000, 1_100, 1_050, 1_200, 1_100], False),  # no growth
        ([1_000, 1_000, 9_000, 9_050, 9_100], False),  # a document
        ([100, 200, 300, 400], False),  # small
    ],
    ids=["grows", "flat", "document", "small"],
)
def test_prompts_of_one_conversation_that_grow_are_told(sizes: list[int], is_told: bool) -> None:
    agent = Agent()
    for size in sizes:
        agent.model(tokens=size + 10)
    found = agent.analysed(prices=PRICES)
    assert kinds(found) == ([("prompt_growth", "certain")] if is_told else [])
    if is_told:
        assert found.findings[0]["saves_tokens"] == 3_000
        assert found.findings[0]["saves_cost"] == pytest.approx(3_000 * 2 / 1e6)


def test_prompts_of_several_conversations_are_not_put_together() -> None:
    agent = Agent()
    for number in range(6):
        agent.model(tokens=1_010 * (number + 1), attributes={"gen_ai.conversation.id": f"c-{number % 3}"})
    assert kinds(agent.analysed()) == []


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (WORDS[100:700], [("echo", "certain")]),
        ([*WORDS[100:600], *(f"new{i}" for i in range(90))], [("echo", "likely")]),
        (WORDS[:700:7] + WORDS[:700:3], []),  # the same words in another order
        ([*WORDS[100:200], *(f"new{i}" for i in range(200))], []),
        (WORDS[100:150], []),
    ],
    ids=["all", "most", "words", "quote", "short"],
)
def test_an_answer_copied_from_its_prompt_is_an_echo(answer: list[str], wanted: list[tuple[str, str]]) -> None:
    agent = Agent()
    agent.model(said(WORDS), attributes={"gen_ai.output.messages": said(answer), "gen_ai.usage.output_tokens": 900})
    assert kinds(agent.analysed()) == wanted


def caching(cached: int | None, *, clock: bool = False, tokens: int = 3_010) -> Agent:
    agent = Agent()
    said_before = WORDS[:600]
    for number in range(4):
        start = [f"it is {number} o clock"] if clock else []
        said_before = [*said_before, f"and turn {number}"]
        more = {} if cached is None else {"gen_ai.usage.cache_read.input_tokens": cached}
        agent.model(said([*start, *said_before]), tokens=tokens, attributes=more)
    return agent


def test_prompts_that_begin_alike_and_come_from_no_cache_are_told_with_their_cost() -> None:
    found = caching(0).analysed(prices=PRICES)
    assert kinds(found) == [("poor_cache_use", "likely")]
    assert found.findings[0]["saves_cost"] == pytest.approx(9_000 * 1.5 / 1e6)
    assert found.findings[0]["evidence"]["beginning_differs"] is False


def test_prompts_whose_beginning_changes_can_not_be_cached_and_that_is_told() -> None:
    found = caching(0, clock=True).analysed()
    assert found.findings[0]["evidence"]["beginning_differs"] is True


def test_cached_short_or_uncounted_prompts_are_no_poor_use_of_a_cache() -> None:
    assert (
        kinds(caching(2_900).analysed())
        == kinds(caching(None).analysed())
        == kinds(caching(0, tokens=900).analysed())
        == []
    )


def test_an_agent_that_failed_after_it_was_paid_for_is_told_and_one_that_recovered_is_not() -> None:
    for failed, calls, wanted in ((True, 2, [("paid_failure", "certain")]), (False, 2, []), (True, 0, [])):
        agent = Agent()
        above = agent.add("plan", {"gen_ai.operation.name": "invoke_agent"}, length=400, failed=failed)
        for number in range(calls):
            agent.model(parent=above, at=20 + 120 * number)
        agent.tool("get_city", {"name": "Oslo"}, None, failed=True, parent=above, at=300)
        found = agent.analysed()
        assert kinds(found) == wanted
        if wanted:
            assert (found.findings[0]["saves_tokens"], found.findings[0]["saves_ms"]) == (100, 400)


def test_calls_behind_a_limit_are_told_and_calls_all_at_once_are_not() -> None:
    limited, free, steps = Agent(), Agent(), Agent()
    for number in range(12):
        city = {"name": f"city-{number}"}
        facts = {"people": f"some {number} thousand of them"}
        limited.tool("get_city", city, facts, at=10 + number // 4 * 100)
        free.tool("get_city", city, facts, at=10)
        steps.tool("get_city", city, facts, at=10 + number // 4 * 400)  # something else paces them
    found = limited.analysed()
    assert kinds(found) == [("fan_out_limit", "likely")]
    assert (found.findings[0]["saves_ms"], found.findings[0]["evidence"]["at_once"]) == (200, 4)
    assert kinds(free.analysed()) == kinds(steps.analysed()) == []


def test_calls_behind_a_limit_that_need_results_before_are_not_told() -> None:
    agent = Agent()
    for number in range(12):
        facts = {"next": f"city-{number + 4}", "next too": f"city-{number + 3}", "and": f"city-{number + 2}"}
        agent.tool("get_city", {"name": f"city-{number}"}, facts, at=10 + number // 4 * 100)
    assert kinds(agent.analysed()) == []


def test_a_call_that_took_far_longer_than_the_others_is_a_straggler_and_a_larger_one_is_not() -> None:
    slow, large = Agent(), Agent()
    for number in range(30):
        for agent in (slow, large):
            text = FACTS["river"] * (100 if number == 20 and agent is large else 1)
            length = 3_000 if number == 20 else 100
            agent.model()
            agent.tool("get_city", {"name": f"city-{number}"}, {"n": number, "text": text}, length=length)
    (one,) = slow.analysed().findings
    assert (one["kind"], one["confidence"], one["saves_ms"]) == ("straggler", "likely", 2_900)
    assert kinds(large.analysed()) == []


def test_a_call_is_a_straggler_against_earlier_runs() -> None:
    agent = Agent()
    agent.model()
    agent.tool("get_city", {"name": "Oslo"}, FACTS, length=900)
    assert kinds(agent.analysed()) == []
    found = agent.analysed(usual=lambda kind, _: (100 * MS, 300 * MS, 20) if kind == "tool" else None)
    assert [(one["kind"], one["saves_ms"]) for one in found.findings] == [("straggler", 800)]
    assert kinds(agent.analysed(usual=lambda *_: (500 * MS, 1_000 * MS, 20))) == []
    assert kinds(agent.analysed(usual=lambda *_: (100 * MS, 300 * MS, 19))) == []


def test_a_run_s_cost_comes_from_the_prices_that_are_given_and_from_nowhere_else() -> None:
    agent = Agent()
    agent.model(tokens=1_000_010)
    assert agent.analysed().cost is None
    assert agent.analysed(prices=PRICES).cost == pytest.approx(2 + 10 * 10 / 1e6)
    other = load_prices(b'{"m-2": {"input": 2, "output": 10}}', "prices.json")
    assert agent.analysed(prices=other).cost is None


def test_a_dated_model_has_the_price_of_its_name() -> None:
    assert PRICES.cost("m-1-2026-11-30", 1_000_000, 0, 0) == 2
    assert PRICES.cost("m-10", 1_000_000, 0, 0) is None
    assert PRICES.cost("m-1", 1_000_000, 0, 400_000) == pytest.approx(0.6 * 2 + 0.4 * 0.5)


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("[]", "an object of at most"),
        ("{", "no JSON"),
        ('{"m": 3}', "m: an object with input and output"),
        ('{"m": {"input": 1}}', "m.output is missing"),
        ('{"m": {"input": 1, "output": "2"}}', "m.output: a price"),
        ('{"m": {"input": 1, "output": NaN}}', "m.output: a price"),
        ('{"m": {"input": 1, "output": 2, "out": 2}}', "m.out: unknown"),
    ],
)
def test_a_wrong_table_of_prices_is_told_by_its_path(table: str, wrong: str) -> None:
    with pytest.raises(SettingError, match=wrong):
        load_prices(table.encode(), "prices.json")
