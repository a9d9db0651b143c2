"""Runs of agents with planted truth: each wasteful pattern beside a twin that looks like it and is none.

A run is made of a few scenes in random order with random names, contents and lengths. `run(seed)` gives the same run
each time.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from workflows.agents import Agent
from workflows.planted import ASKED, TOLD, Planted

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCENES", "run"]


def _duplicate(run: Planted, *, is_waste: bool) -> None:
    name, asked, told = run.reader(), run.asked(), run.told()
    calls = []
    for number in range(2):
        run.turn()
        twin = run.random.choice(["asked", "told"])
        more = {"page": number + run.unique()} if not is_waste and twin == "asked" else {}
        calls.append(run.tool(name, asked | more, told if is_waste or more else told | {"seen": run.unique()}))
    if is_waste:
        run.plant("duplicate_call", calls)


def _loop(run: Planted, *, is_waste: bool) -> None:
    name, asked, told = run.reader(), run.asked(), run.told()
    calls = []
    for _ in range(run.random.randint(3, 6)):
        run.turn()
        calls.append(run.tool(name, asked if is_waste else asked | {"page": run.unique()}, told))
    if is_waste:
        run.plant("loop", calls)


def _cacheable(run: Planted, *, is_waste: bool) -> None:
    name, asked, told = run.reader(), run.asked(), run.told()
    calls = []
    for _ in range(2):
        above = run.agent.add(
            "invoke_agent",
            {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": f"a{run.unique()}"},
            length=900,
        )
        inside = run.agent.now - 800
        run.turn(parent=above, at=inside, length=100)
        arguments = asked if is_waste else asked | {"part": run.unique()}
        calls.append(run.tool(name, arguments, told, parent=above, at=inside + 200))
    if is_waste:
        run.plant("cacheable_call", calls)


def _retry(run: Planted, *, is_waste: bool) -> None:
    name, asked = run.reader(), run.asked()
    run.turn()
    times = run.random.randint(1, 3)
    calls = [
        run.tool(name, asked if is_waste else asked | {"part": run.unique()}, None, failed=True) for _ in range(times)
    ]
    calls.append(run.tool(name, asked if is_waste else asked | {"part": run.unique()}, run.told()))
    if is_waste:
        run.plant("retry", calls)


def _serial(run: Planted, *, is_waste: bool) -> None:
    run.turn()
    if is_waste:
        calls = [run.tool(run.reader(), run.asked(), run.told()) for _ in range(run.random.randint(2, 5))]
        run.plant("serial_independent_calls", calls)
        return
    twin = run.random.choice(["value", "control", "empty", "turn", "action"])
    told = run.told()
    if twin == "value":
        run.tool(run.reader(), run.asked(), told | {"next": f"key-{run.unique()}-z"})
        last = json.loads(run.spans[-1].attributes["gen_ai.tool.call.result"])["next"]
        run.tool(run.reader(), {"of": last, "limit": 10}, run.told())
    elif twin == "control":
        run.tool("get_is_open", run.asked(), run.random.choice([True, "yes", "open"]))
        run.tool(run.reader(), run.asked(), run.told())
    elif twin == "empty":
        run.tool(run.reader(), {}, told)
        run.tool(run.reader(), {}, run.told())
    elif twin == "turn":
        run.tool(run.reader(), run.asked(), told)
        run.turn()
        run.tool(run.reader(), run.asked(), run.told())
    else:
        run.tool(f"book_{run.unique()}", run.asked(), told)
        run.tool(f"order_{run.unique()}", run.asked(), run.told())


def _fan_out(run: Planted, *, is_waste: bool) -> None:
    run.turn()
    name, begin = run.reader(), run.agent.now
    limit = run.random.randint(2, 5)
    free = [begin] * (limit if is_waste else 100)
    calls = []
    for _ in range(run.random.randint(3 * limit + 2, 24)):
        place = free.index(min(free))
        length = run.length()
        calls.append(run.tool(name, run.asked(), run.told(), at=free[place], length=length))
        free[place] += length + run.random.randint(0, 2) if is_waste else 10**6
    if is_waste:
        run.plant("fan_out_limit", calls)


def _polling(run: Planted, *, is_waste: bool) -> None:
    name, asked = run.reader(), run.asked()
    states = [f"not yet {run.unique()}"] * run.random.randint(2, 5) + [f"it is done {run.unique()}"]
    calls = []
    for state in states:
        run.turn()
        if not is_waste:
            run.tool(f"update_{run.unique()}", run.asked(), run.told())
        calls.append(run.tool(name, asked, {"state": state}))
    if is_waste:
        run.plant("polling", calls)


def _sleep(run: Planted, *, is_waste: bool) -> None:
    run.turn()
    name = run.random.choice(["sleep", "wait", "delay", "pause"] if is_waste else ["wait_for_approval", "run_tests"])
    call = run.tool(name, {"n": run.unique()}, f"over after {run.unique()}", length=run.random.randint(3_000, 5_000))
    if is_waste:
        run.plant("sleep", [call])


def _same_prompt(run: Planted, *, is_waste: bool) -> None:
    prompt = _messages("user", run.text(20))
    at_once = not is_waste and run.random.random() < 0.5
    answer, begin, calls = _messages("assistant", run.text(20)), run.agent.now, []
    for number in range(run.random.randint(2, 4)):
        more: dict[str, Any] = {"at": begin} if at_once else {}
        attributes = {"gen_ai.output.messages": answer}
        if not is_waste and not at_once:
            attributes["gen_ai.request.seed"] = number
        calls.append(run.turn(prompt=prompt, attributes=attributes, **more))
    if is_waste:
        run.plant("duplicate_model_call", calls)


def _paid_failure(run: Planted, *, is_waste: bool) -> None:
    above = run.agent.add(
        "invoke_agent",
        {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": f"a{run.unique()}"},
        length=1_500,
        failed=is_waste,
    )
    begin = run.agent.now - 1_400
    models = [run.turn(parent=above, at=begin + 300 * number) for number in range(run.random.randint(1, 3))]
    run.tool(run.reader(), run.asked(), None, parent=above, at=begin + 1_000, failed=True)
    if is_waste:
        run.plant("paid_failure", [above, *models])


def _oversized(run: Planted, *, is_waste: bool) -> None:
    run.turn()
    page = run.text(6_000)
    call = run.tool(run.reader(), run.asked(), {"text": page})
    times = run.random.randint(1, 2)
    prompts = [
        run.turn(prompt=_messages("tool", json.dumps({"text": page}) if is_waste else f"stored as page {run.unique()}"))
        for _ in range(times)
    ]
    if is_waste:
        run.plant("oversized_result", [call, *prompts])


def _growth(run: Planted, *, is_waste: bool) -> None:
    names = [f"c-{run.unique()}" for _ in range(1 if is_waste else 4)]
    size, calls = run.random.randint(900, 1_500), []
    for number in range(run.random.randint(6, 9)):
        conversation = {"gen_ai.conversation.id": names[number % len(names)]}
        calls.append(run.agent.model(tokens=size, attributes=conversation, length=run.length()))
        size += run.random.randint(800, 1_200)
    if is_waste:
        run.plant("prompt_growth", calls)


def _echo(run: Planted, *, is_waste: bool) -> None:
    source = run.text(1_200)
    words = source.split()
    begin = run.random.randint(0, 200)
    answer = words[begin : begin + run.random.randint(300, 800)] if is_waste else run.text(400).split() + words[:60]
    if is_waste and run.random.random() < 0.5:
        answer += run.text(len(answer) // 10).split()
    attributes = {"gen_ai.output.messages": _messages("assistant", " ".join(answer))}
    call = run.turn(prompt=_messages("user", source), attributes=attributes)
    if is_waste:
        run.plant("echo", [call])


def _cache(run: Planted, *, is_waste: bool) -> None:
    said = [run.text(600)]
    conversation, calls = f"c-{run.unique()}", []
    is_clocked = run.random.random() < 0.5
    for _ in range(run.random.randint(4, 6)):
        said.append(run.text(20))
        clock = [f"now {run.unique()}"] if is_clocked and is_waste else []
        attributes = {
            "gen_ai.conversation.id": conversation,
            "gen_ai.usage.cache_read.input_tokens": 0 if is_waste else 1_900,
        }
        prompt = json.dumps([{"role": "user", "content": text} for text in (*clock, *said)])
        calls.append(run.agent.model(prompt, tokens=2_010, attributes=attributes, length=run.length()))
    if is_waste:
        run.plant("poor_cache_use", calls)


def _ping_pong(run: Planted, *, is_waste: bool) -> None:
    names = [f"a{run.unique()}", f"b{run.unique()}"]
    says = [f"this is not for me {run.unique()}", f"nor is it for me {run.unique()}"]
    spans = []
    for number in range(2 * run.random.randint(2, 4)):
        said = says[number % 2] if is_waste else f"a better draft {run.unique()}"
        attributes = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": names[number % 2],
            "gen_ai.output.messages": _messages("assistant", said),
        }
        spans.append(run.agent.add("invoke_agent", attributes, length=300))
        run.turn(parent=spans[-1], at=run.agent.now - 290, length=200)
    if is_waste:
        run.plant("ping_pong", spans)


def _straggler(run: Planted, *, is_waste: bool) -> None:
    name, slow = run.reader(), run.random.randint(5, 20)
    for number in range(run.random.randint(24, 32)):
        run.turn(length=30)
        told = {"state": f"{run.random.choice(TOLD)} for {run.unique()}"}
        if number == slow and not is_waste:
            told["text"] = run.text(400)
        length = run.random.randint(4_000, 6_000) if number == slow else run.random.randint(60, 90)
        call = run.tool(name, {"query": f"{run.random.choice(ASKED)}{run.unique()}"}, told, length=length)
        if number == slow and is_waste:
            run.plant("straggler", [call])


SCENES: dict[str, Callable[..., None]] = {
    "duplicate_call": _duplicate,
    "loop": _loop,
    "cacheable_call": _cacheable,
    "retry": _retry,
    "serial_independent_calls": _serial,
    "fan_out_limit": _fan_out,
    "polling": _polling,
    "sleep": _sleep,
    "duplicate_model_call": _same_prompt,
    "paid_failure": _paid_failure,
    "oversized_result": _oversized,
    "prompt_growth": _growth,
    "echo": _echo,
    "poor_cache_use": _cache,
    "ping_pong": _ping_pong,
    "straggler": _straggler,
}


def _messages(role: str, text: str) -> str:
    return json.dumps([{"role": role, "parts": [{"type": "text", "content": text}]}])


def run(seed: int) -> Planted:
    """Make the run of a seed: three different scenes, each wasteful or its twin, with other calls between them."""
    made = Planted(Agent(), random.Random(seed))
    for name in made.random.sample(sorted(SCENES), 3):
        is_waste = made.random.random() < 0.6
        made.scenes.append(f"{name}{'' if is_waste else ' (twin)'}")
        SCENES[name](made, is_waste=is_waste)
        made.turn()
        if made.random.random() < 0.5:
            made.tool(f"compute_{made.unique()}", made.asked(), made.told())
            made.turn()
    return made
