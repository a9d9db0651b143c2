"""The doctor's checks of a running process, from its status file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.cli.doctor.checks import Check
from sealog.cli.doctor.delivery_checks import delivery_checks, state_checks
from sealog.cli.doctor.environment_checks import captured_check, level_check

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMED = 8
"""Names of loggers in one finding."""

_FRESH_S = 20.0
"""Four times the interval of the status file, which a stopped or starved process does not write."""


def process_checks(status: Mapping[str, Any], now: float) -> list[Check]:
    """Check a status (docs/self-metrics.md). `now` is in seconds since the Unix epoch."""
    return [
        _process(status, now),
        _mode(status),
        _chain(status),
        _values(status),
        _trouble("failures", status["failures"], "the lines that stderr showed say what to do"),
        _trouble("drops", status["drops"], "see docs/self-metrics.md for each reason"),
        _exports(status),
        *delivery_checks(status),
        *state_checks(status["state"]),
        *logging_checks(status["logging"]),
    ]


def logging_checks(facts: Mapping[str, Any]) -> list[Check]:
    """Check the result of `logging_report`: levels, loggers that bypass OpenTelemetry, handlers in the clear."""
    checks = [
        level_check(facts),
        captured_check(facts),
    ]
    checks += _switched_off(facts)
    checks += [
        Check(
            "logger",
            False,
            f"{name} has propagate=False: its records are not exported",
            f"logging.getLogger({name!r}).propagate = True",
            1,
        )
        for name in facts["not_propagating"]
    ]
    checks += [
        Check(
            "console",
            False,
            f"{one['handler']} of logger {one['logger']} prints in the clear: {one['why']}",
            *(
                ("set SEALOG_CONSOLE=seal or SEALOG_CONSOLE=mask", 2)
                if one["why"].startswith("it prints")
                else ("replace the handler; SEALOG_CONSOLE does not reach it", 3)
            ),
        )
        for one in facts["in_the_clear"]
    ]
    if not facts["in_the_clear"]:
        checks.append(Check("console", True, "no handler prints in the clear"))
    return checks


def _process(status: Mapping[str, Any], now: float) -> Check:
    age = now - status["written"]
    text = (
        f"pid {status['pid']}, sealog {status['sealog']}, Python {status['python']},"
        f" stream {status['stream']} with {status['records']} record(s), {age:.0f} s ago"
    )
    if age > _FRESH_S:
        return Check("process", False, f"{text}: it has stopped writing", "is it suspended, or was it killed?", 1)
    return Check("process", True, text)


def _mode(status: Mapping[str, Any]) -> Check:
    masked = sum(one["count"] for one in status["values"] if one["outcome"] == "masked")
    if status["mode"] == "seal" and masked:
        return Check(
            "mode",
            False,
            f"seal, but {masked} value(s) were masked",
            "`sealog doctor` in its environment: is there a bundle?",
            3,
        )
    return Check("mode", True, status["mode"])


def _chain(status: Mapping[str, Any]) -> Check:
    order = " → ".join(status["chain"]) or "empty"
    if status["chain"][:1] != ["SealingProcessor"]:
        return Check(
            "chain", False, f"the first processor is not sealog's: {order}", "see what stderr said at start", 2
        )
    return Check("chain", True, order)


def _values(status: Mapping[str, Any]) -> Check:
    found = ", ".join(f"{one['count']} {one['entity']} {one['outcome']}" for one in status["values"]) or "none found"
    looks = status["detection"]
    if looks["samples"]:
        mean = looks["total_us"] / looks["samples"]
        found += f"; {mean:.1f} µs a look (longest of {looks['samples']} samples {looks['longest_us']:.0f} µs)"
    return Check("values", True, found)


def _exports(status: Mapping[str, Any]) -> Check:
    exports = status["exports"]
    delivered, failed = exports.get("delivered", 0), exports.get("failed", 0)
    text = f"{delivered} record(s) delivered, {failed} not"
    if failed:
        return Check("exports", False, text, "`sealog doctor` in its environment asks the endpoint", 1)
    return Check("exports", True, text)


def _trouble(name: str, counts: Mapping[str, int], mend: str) -> Check:
    if not counts:
        return Check(name, True, "none")
    return Check(name, False, ", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items())), mend, 1)


def _switched_off(facts: Mapping[str, Any]) -> list[Check]:
    checks = []
    if facts["off_up_to"]:
        text = f"logging.disable({facts['off_up_to']}): up to that level nothing is printed or exported"
        checks.append(Check("disable", False, text, "logging.disable(logging.NOTSET)", 1))
    if facts["disabled"]:
        names = ", ".join(facts["disabled"][:_NAMED]) + (", …" if len(facts["disabled"]) > _NAMED else "")
        text = f"{len(facts['disabled'])} logger(s) are disabled and log nothing: {names}"
        checks.append(Check("disabled", False, text, "disable_existing_loggers=False in what configures logging", 1))
    return checks
