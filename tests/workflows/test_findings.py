"""Findings on planted runs, each beside a similar run without one."""

from __future__ import annotations

import json

from sealog_exporters.workflows import Analysis, Span, analyse
from workflows.agents import FACTS, MS, Agent, kinds


def test_a_call_made_twice_with_equal_results_is_a_duplicate_and_saves_its_time() -> None:
    agent = Agent()
    first = agent.tool("get_city", {"name": "Oslo", "full": True}, FACTS)
    agent.model()
    second = agent.tool("get_city", {"full": True, "name": "Oslo"}, FACTS)
    found = agent.analysed(reads=["get_city"])
    assert kinds(found) == [("duplicate_call", "certain")]
    assert found.findings[0]["spans"] == [first, second]
    assert found.findings[0]["saves_ms"] == 100


def test_a_poller_is_no_duplicate() -> None:
    agent = Agent()
    for state in ("pending", "pending", "finished"):
        agent.tool("get_job", {"id": "job-4711"}, {"state": state, "queue": "the long one"})
        agent.model()
    assert kinds(agent.analysed()) == [("polling", "likely")]


def test_a_read_before_and_after_a_write_is_no_duplicate() -> None:
    agent = Agent()
    agent.tool("get_city", {"name": "Oslo"}, FACTS)
    agent.tool("rename_mayor", {"name": "Oslo", "mayor": "Berit"}, {"changed": 1})
    agent.tool("get_city", {"name": "Oslo"}, FACTS | {"mayor": "Berit"})
    assert "duplicate_call" not in dict(kinds(agent.analysed()))


def test_results_or_arguments_that_were_not_recorded_are_unknown() -> None:
    agent = Agent()
    for _ in range(4):
        agent.tool("get_city", {"name": "Oslo"}, None)
        agent.tool("get_town", None, FACTS)
    found = agent.analysed()
    assert kinds(found) == []
    assert [one["kind"] for one in found.trace_quality] == ["unknown_arguments"]


def test_a_key_called_id_tells_calls_apart() -> None:
    agent = Agent()
    agent.tool("get_row", {"id": 1}, FACTS)
    agent.tool("get_row", {"id": 2}, FACTS)
    assert "duplicate_call" not in dict(kinds(agent.analysed()))


def test_actions_done_twice_are_told_weakly() -> None:
    agent = Agent()
    for _ in range(2):
        agent.tool("send_mail", {"to": "ops-team"}, {"accepted": "by the relay"})
    assert kinds(agent.analysed()) == [("duplicate_call", "weak")]


def test_equal_calls_over_three_turns_are_a_loop() -> None:
    agent = Agent()
    for _ in range(4):
        agent.model()
        agent.tool("search_docs", {"query": "how to mend it"}, ["nothing was found here"])
    found = agent.analysed()
    assert kinds(found) == [("loop", "certain")]
    assert found.findings[0]["evidence"]["turns"] == 4


def test_equal_calls_at_once_in_one_turn_are_no_loop() -> None:
    agent = Agent()
    agent.model()
    for _ in range(5):
        agent.tool("search_docs", {"query": "how to mend it"}, ["nothing was found here"], at=120)
    agent.model()
    assert [kind for kind, _ in kinds(agent.analysed())] == ["duplicate_call"]


def test_a_failure_before_an_equal_call_is_a_retry_and_costs_its_time() -> None:
    agent = Agent()
    failed = agent.tool("get_city", {"name": "Oslo"}, None, failed=True, length=400)
    again = agent.tool("get_city", {"name": "Oslo"}, FACTS)
    (one,) = agent.analysed().findings
    assert (one["kind"], one["confidence"], one["spans"]) == ("retry", "certain", [failed, again])
    assert one["saves_ms"] == 400


def test_a_failure_before_another_call_is_no_retry() -> None:
    agent = Agent()
    agent.tool("get_city", {"name": "Oslo"}, None, failed=True)
    agent.tool("get_city", {"name": "Bergen"}, FACTS)
    assert kinds(agent.analysed()) == []


def test_reads_in_a_row_that_need_nothing_of_each_other_could_run_at_once() -> None:
    agent = Agent()
    agent.model()
    calls = [agent.tool("get_city", {"name": name}, FACTS | {"of": name}) for name in ("Oslo", "Rome", "Lima")]
    agent.model()
    found = agent.analysed()
    assert kinds(found) == [("serial_independent_calls", "likely")]
    assert found.findings[0]["spans"] == calls
    assert found.findings[0]["saves_ms"] == 200
    assert kinds(agent.analysed(reads=["get_city"])) == [("serial_independent_calls", "certain")]


def test_a_call_with_an_argument_from_the_result_before_is_dependent() -> None:
    agent = Agent()
    agent.tool("get_city", {"name": "Oslo"}, FACTS)
    agent.tool("get_river", {"name": "Akerselva"}, {"length": "8.2 km in all"})
    assert kinds(agent.analysed()) == []


def test_a_call_that_asks_about_a_word_of_the_result_before_is_dependent() -> None:
    agent = Agent()
    agent.tool("search_docs", {"query": "rivers of Oslo"}, FACTS)
    agent.tool("search_docs", {"query": "length of the akerselva"}, {"km": "8.2 in all"})
    assert kinds(agent.analysed()) == []


def test_a_value_that_both_calls_were_given_does_not_make_them_dependent() -> None:
    agent = Agent()
    agent.tool("get_city", {"name": "Oslo"}, FACTS | {"name": "Oslo"})
    agent.tool("get_weather", {"city": "Oslo", "days": 3}, {"sky": "clear all day"})
    assert kinds(agent.analysed()) == [("serial_independent_calls", "likely")]


def test_arguments_in_an_unknown_spelling_are_unknown_and_python_s_is_read() -> None:
    for second, wanted in (
        ("{'name': 'Akerselva'}", []),
        ("Call(name=Akerselva)", []),
        ("{'name': 'Rome'}", ["likely"]),
    ):
        agent = Agent()
        for arguments in ("{'name': 'Oslo'}", second):
            attributes = {"input.value": arguments, "output.value": json.dumps(FACTS), "tool.name": "get_city"}
            agent.add("get_city", attributes | {"openinference.span.kind": "TOOL"})
        assert [confidence for _, confidence in kinds(agent.analysed())] == wanted


def test_a_call_after_a_check_is_dependent_by_control() -> None:
    agent = Agent()
    agent.tool("get_is_open", {"shop": "north-side"}, True)
    agent.tool("get_menu", {"place": "of the north"}, FACTS)
    assert kinds(agent.analysed()) == []


def test_actions_in_a_row_are_independent_only_weakly() -> None:
    agent = Agent()
    agent.tool("reserve_table", {"shop": "north-side"}, FACTS)
    agent.tool("place_order", {"dish": "soup of the day"}, FACTS)
    assert kinds(agent.analysed()) == [("serial_independent_calls", "weak")]


def test_calls_with_a_model_call_between_are_dependent() -> None:
    agent = Agent()
    agent.tool("get_city", {"name": "Oslo"}, FACTS)
    agent.model()
    agent.tool("get_city", {"name": "Rome"}, FACTS | {"of": "Rome"})
    assert kinds(agent.analysed()) == []


def test_calls_without_arguments_are_unknown_and_not_independent() -> None:
    agent = Agent()
    agent.tool("get_user", {}, FACTS)
    agent.tool("get_cart", {}, FACTS | {"cart": "empty now"})
    assert kinds(agent.analysed()) == []


def test_a_large_result_in_a_prompt_is_oversized_and_one_that_stayed_out_is_not() -> None:
    page = " ".join(f"row {i} of the page" for i in range(4_000))
    pasted, kept = Agent(), Agent()
    call = pasted.tool("read_page", {"url": "the page"}, page)
    prompt = pasted.model(prompt=json.dumps([{"role": "tool", "content": json.dumps({"text": page})}]))
    kept.tool("read_page", {"url": "the page"}, page)
    kept.model(prompt="A page was stored as page-1.")
    (one,) = pasted.analysed().findings
    assert (one["kind"], one["spans"]) == ("oversized_result", [call, prompt])
    assert one["saves_tokens"] > 10_000
    assert kinds(kept.analysed()) == []


def test_sealed_arguments_are_equal_by_their_blind_index() -> None:
    def value(index: str, payload: str) -> str:
        return f"seal1~email_address~{index}~{payload * 85}A"

    def twice(*arguments: str) -> Analysis:
        agent = Agent()
        for one in arguments:
            agent.tool("find_user", {"mail": one}, FACTS)
            agent.model()
        return agent.analysed()

    assert kinds(twice(value("abcdefghijklm", "A"), value("abcdefghijklm", "B"))) == [("duplicate_call", "likely")]
    assert kinds(twice(value("abcdefghijklm", "A"), value("mlkjihgfedcba", "A"))) == []
    assert kinds(twice(value("0", "A"), value("0", "A"))) == []
    assert kinds(twice("[masked:email_address]", "[masked:email_address]")) == []


def tagged(*calls: tuple[str, str]) -> Analysis:
    agent = Agent()
    for arguments, result in calls:
        hidden = "seal1~credit_card~0~" + "A" * 86
        tags = {"sealog.arguments_eq": arguments, "sealog.result_eq": result}
        agent.tool("find_payment", {"card": hidden}, {"last": hidden, "state": "paid"}, attributes=tags)
        agent.model()
    return agent.analysed()


def test_sealed_contents_without_an_index_are_equal_by_their_tags() -> None:
    one, two, three = (f"aaaaaaaa-{letter * 16}" for letter in "abc")
    assert kinds(tagged((one, two), (one, two))) == [("duplicate_call", "likely")]
    assert kinds(tagged((one, two), (one, three))) == []
    assert kinds(tagged((one, two), (three, two))) == []


def test_tags_of_two_processes_say_nothing_and_the_quality_tells() -> None:
    found = tagged(("aaaaaaaa-" + "a" * 16, "aaaaaaaa-" + "b" * 16), ("bbbbbbbb-" + "a" * 16, "bbbbbbbb-" + "b" * 16))
    assert kinds(found) == []
    assert [one["kind"] for one in found.trace_quality] == ["foreign_equality_tags", "sealed_contents"]


def test_a_sealed_value_hides_whether_calls_are_independent() -> None:
    hidden = "seal1~person_name~abcdefghijklm~" + "A" * 86
    mail = "seal1~email_address~abcdefghijklm~" + "A" * 86
    for first, second, wanted in (
        ("Oslo", "Rome", ["likely"]),
        (mail, mail, ["likely"]),  # an address would be sealed in the result too
        ("Oslo", hidden, []),
    ):
        agent = Agent()
        agent.tool("get_city", {"name": first}, FACTS)
        agent.tool("get_visits", {"by": second}, {"visits": "seven this year"})
        assert [confidence for _, confidence in kinds(agent.analysed())] == wanted
    agent = Agent()
    agent.tool("get_city", {"name": "Oslo"}, FACTS | {"mayor": hidden})
    agent.tool("get_visits", {"by": "Anne"}, {"visits": "seven this year"})
    assert kinds(agent.analysed()) == []


def test_durations_that_are_all_equal_claim_no_saving() -> None:
    spans = [
        Span(
            "ab" * 16,
            f"{i + 1:016x}",
            "",
            "t",
            i * 10 * MS,
            (i + 1) * 10 * MS,
            attributes={
                "openinference.span.kind": "TOOL",
                "tool.name": "get_city",
                "input.value": '{"name": "Oslo"}',
                "output.value": json.dumps(FACTS),
            },
        )
        for i in range(6)
    ]
    found = analyse(spans)
    assert [one["kind"] for one in found.trace_quality] == ["worthless_durations"]
    assert [(one["kind"], one["saves_ms"]) for one in found.findings] == [("duplicate_call", None)]


def test_model_calls_without_token_counts_and_time_without_spans_are_told() -> None:
    agent = Agent()
    agent.model(tokens=None)
    agent.now += 5_000
    found = agent.analysed()
    assert [one["kind"] for one in found.trace_quality] == ["uninstrumented_gap", "missing_token_counts"]
    assert found.tokens is None


def test_a_trace_of_something_else_has_a_path_and_no_findings() -> None:
    spans = [Span("ab" * 16, f"{i + 1:016x}", "", "GET /", i * MS, (i + 3) * MS, attributes={}) for i in range(4)]
    found = analyse(spans)
    assert (found.wall_ms, found.findings) == (6.0, [])
