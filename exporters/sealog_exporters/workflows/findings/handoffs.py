"""Hand-offs between agents that go back and forth and bring nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.workflows.contents import texts
from sealog_exporters.workflows.findings.finding import MOST, Finding
from sealog_exporters.workflows.findings.run import HAND_OFF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog_exporters.workflows.findings.run import Run

__all__ = ["ping_pong"]

_ROUNDS, _SURE = 4, 6  # hand-offs in a row


@dataclass(frozen=True)
class _Step:
    """One agent's go. `spans` are those that would not be there without it."""

    agent: str
    index: int
    begin: int
    end: int


def ping_pong(run: Run) -> Iterator[Finding]:
    """Find two agents that hand over to each other again and again.

    A writer and a critic do the same and make progress: it is a finding only if what an agent says and does in a later
    go is what it said and did in an earlier one, or, weakly, if nothing was recorded of it.
    """
    told = 0
    for steps, is_by_tool in [*((one, False) for one in _by_spans(run)), *((one, True) for one in _by_tools(run))]:
        if told == MOST or len(steps) < _ROUNDS:
            continue
        repeats = _repeats(run, steps)
        if repeats is False or (repeats is None and len(steps) < _SURE):
            continue
        told += 1
        confidence = "weak" if repeats is None else "certain" if len(steps) >= _SURE else "likely"
        spared = [step.index for step in steps[2:]]
        names = sorted({step.agent for step in steps})
        advice = (
            f"{' and '.join(names)} handed over to each other {len(steps)} times without anything new; let one decide"
        )
        evidence = {"agents": names, "hand_offs": len(steps), "contents": "unknown" if repeats is None else "repeated"}
        if is_by_tool:  # the turns between, which make the hand-offs, would not be taken either
            spared += run.models_between(steps[1].end, steps[-1].begin)
        yield run.finding("ping_pong", confidence, [step.index for step in steps], spared, advice, evidence)


def _by_spans(run: Run) -> Iterator[list[_Step]]:
    tree = run.tree
    steps = [_Step(run.meanings[i].name, i, tree.start[i], tree.end[i]) for i in run.agents]
    yield from _alternating(steps, lambda one, other: other.begin >= one.end or tree.claimed[other.index] == one.index)


def _by_tools(run: Run) -> Iterator[list[_Step]]:
    """Give hand-offs that are tool calls; each go lasts until the next one."""
    found: list[_Step] = []
    hand_offs = [index for index in run.calls if HAND_OFF.fullmatch(run.meanings[index].name)]
    for number, index in enumerate(hand_offs):
        match = HAND_OFF.fullmatch(run.meanings[index].name)
        end = run.tree.start[hand_offs[number + 1]] if number + 1 < len(hand_offs) else run.tree.last
        if match is not None:
            found.append(_Step(match[1], index, run.tree.start[index], end))
    yield from _alternating(found, lambda one, other: other.begin >= run.tree.end[one.index])


def _alternating(steps: list[_Step], follows: Callable[[_Step, _Step], bool]) -> Iterator[list[_Step]]:
    """Cut steps into stretches in which two agents take turns, each after the other."""
    stretch: list[_Step] = []
    for step in steps:
        if stretch and not (
            follows(stretch[-1], step)
            and step.agent != stretch[-1].agent
            and (len(stretch) == 1 or step.agent == stretch[-2].agent)
        ):
            yield stretch
            keeps = follows(stretch[-1], step) and step.agent != stretch[-1].agent
            stretch = stretch[-1:] if keeps else []
        stretch.append(step)
    if stretch:
        yield stretch


def _repeats(run: Run, steps: list[_Step]) -> bool | None:
    """Tell whether each go after the first of an agent brought only what an earlier one had; None if unknown."""
    seen: dict[str, set[str]] = {}
    is_known = True
    for step in steps:
        brought = _brought(run, step)
        if brought is None:
            is_known = is_known and step is steps[-1]  # which may have got no turn any more
            continue
        known = seen.setdefault(step.agent, set())
        if known and not brought <= known:
            return False
        known |= brought
    return True if is_known else None


def _brought(run: Run, step: _Step) -> set[str] | None:
    """Give what an agent said and did in one go; None if it was not recorded."""
    brought: set[str] = set()
    is_inside = [i for i in run.calls if step.begin < run.tree.start[i] < step.end]
    for index in is_inside:
        one = run.meanings[index]
        if HAND_OFF.fullmatch(one.name):
            continue
        if one.same_arguments is None or one.same_result is None:
            return {f"unknown {index}"}  # a tool that was used may have brought something
        brought.add(f"{one.name} {one.same_arguments} {one.same_result}")
    if (said := run.meanings[step.index].result) is not None and run.meanings[step.index].kind == "agent":
        return brought | {said}
    answers = [run.meanings[i].result for i in run.models if step.begin <= run.tree.start[i] < step.end]
    if not answers or None in answers:
        return brought or None
    return brought | {text for answer in answers for text in texts(answer or "")}
