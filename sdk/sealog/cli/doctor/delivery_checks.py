"""The doctor's checks of a running process's delivery and set-up, from its status file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.cli.doctor.checks import Check
from sealog.spool.room import SCARCE

if TYPE_CHECKING:
    from collections.abc import Mapping

_MIB = 1 << 20
_CROWDED = 0.8
_OLD_S = 60.0
"""Twice the longest pause between two tries: a record that waits longer waits for the endpoint."""

_SPANS = {
    "installed": Check("spans", True, "sealed"),
    "off": Check("spans", True, "SEALOG_SPANS=off: spans go out as they are"),
    "shut down": Check(
        "spans", False, "their provider's spans can't be sealed: it was shut down", "SEALOG_SPANS=off lets them out", 1
    ),
    "no SDK provider": Check("spans", True, "none: no tracer provider of the SDK's is there"),
}


def delivery_checks(status: Mapping[str, Any]) -> list[Check]:
    """Check the waiting records of each delivery of a process; `status` as in docs/self-metrics.md."""
    checks = []
    for facts in status["delivery"]:
        checks += _CHECKS.get(facts["kind"], _spool)(facts)
    return checks


def state_checks(state: Mapping[str, Any]) -> list[Check]:
    """Check how a process was set up: spans, carrying, attribute limits that were lifted."""
    checks = []
    if "spans" in state:
        checks.append(_SPANS.get(state["spans"]) or Check("spans", True, str(state["spans"])))
    if state.get("carry") == "off":
        checks.append(Check("carry", True, "SEALOG_CARRY=off: threads and processes don't belong to their span"))
    elif "carry" in state:
        checks.append(
            Check("carry", True, "threads, processes and logging queues belong to the span that started them")
        )
    lifted = [
        f"{what} {state[name]}"
        for what, name in (("log records", "lifted_log_limit"), ("spans", "lifted_span_limit"))
        if state.get(name) is not None
    ]
    if lifted:
        checks.append(
            Check(
                "limits",
                True,
                f"values are cut by sealog once they are sealed, not by OpenTelemetry: {', '.join(lifted)}",
            )
        )
    return checks


def _queue(facts: Mapping[str, Any]) -> list[Check]:
    waiting, limit = facts["waiting"], facts["limit"]
    text = f"{waiting} of at most {limit} record(s) in OpenTelemetry's queue; they are lost when the process is killed"
    if waiting >= _CROWDED * limit:
        return [Check("queue", False, f"{text}, and the oldest when it is full", "set SEALOG_SPOOL_DIR to a folder", 1)]
    return [Check("queue", True, text)]


def _memory(facts: Mapping[str, Any]) -> list[Check]:
    used, limit = facts["waiting_bytes"], facts["limit_bytes"]
    text = f"{_mib(used)} of {_mib(limit)} MiB wait in memory; they are lost when the process is killed"
    if used >= SCARCE * limit:
        text = f"{text}, and the least severe are dropped now"
        mend = "see to the endpoint, set SEALOG_SPOOL_DIR to a folder, or raise SEALOG_MEMORY_LIMIT_MIB"
        return [_waiting(facts), Check("memory", False, text, mend, 1)]
    return [_waiting(facts), Check("memory", True, text)]


def _spool(facts: Mapping[str, Any]) -> list[Check]:
    checks = [_waiting(facts), _room(facts)]
    if facts["in_memory_bytes"] and facts["kind"] != "no spool":
        text = f"the disk takes no records now: {_mib(facts['in_memory_bytes'])} MiB wait in memory"
        checks.append(Check("spool", False, text, f"make room or mend permissions: `df -h {facts['folder']}`", 6))
    if facts["kind"] == "no spool":
        checks.append(Check("spool", False, "it could not be used: records wait in memory", _DOCTOR, 7))
    if facts["keys_away"]:
        text = f"{facts['keys_away']} spool(s) of dead processes wait for a key that is not here"
        checks.append(Check("spool key", False, text, _DOCTOR, 3))
    aside = facts["refused"] + facts["rejected"]
    if aside:
        text = f"{aside} record(s), kept in {facts['folder']}/refused"
        checks.append(Check("refused", False, text, "the endpoint's own log says why it refuses them", 1))
    if facts["damaged_bytes"] or facts["gaps"]:
        text = f"{facts['damaged_bytes']} byte(s) could not be read, {facts['gaps']} record(s) of dead processes miss"
        checks.append(Check("damaged", False, text, f"is the disk sound? see {facts['folder']}/damaged", 1))
    return checks


_DOCTOR = "`sealog doctor` in its environment says which"


def _waiting(facts: Mapping[str, Any]) -> Check:
    text = (
        f"{facts['waiting']} record(s) wait ({_mib(facts['waiting_bytes'])} MiB), {facts['under_way']} of"
        f" {facts['at_once']} request(s) under way, {facts['latency'] * 1000:.0f} ms each;"
        f" {facts['taken']} taken"
    )
    if "replayed" in facts:
        text += f", {facts['replayed']} of them for {facts['adopted']} dead process(es)"
    if facts["pushed_back"]:
        text += f"; {facts['pushed_back']} request(s) pushed back (last {facts['why']})"
    if facts["oldest_s"] > _OLD_S:
        oldest = f"the oldest waits for {facts['oldest_s']:.0f} s: {text}"
        return Check("waiting", False, oldest, "`sealog doctor` in its environment asks the endpoint", 1)
    return Check("waiting", True, text)


def _room(facts: Mapping[str, Any]) -> Check:
    used, limit = facts["used_bytes"], facts["limit_bytes"]
    text = f"{facts['kind']} in {facts['folder']}: {_mib(used)} of {_mib(limit)} MiB"
    if used >= SCARCE * limit:
        return Check(
            "spool",
            False,
            f"{text}: the least severe records are dropped",
            "see to the endpoint, so that they are sent, or raise SEALOG_SPOOL_LIMIT_MIB",
            5,
        )
    return Check("spool", True, text)


def _mib(size: int) -> str:
    return f"{size / _MIB:.1f}"


_CHECKS = {"queue": _queue, "memory": _memory}
