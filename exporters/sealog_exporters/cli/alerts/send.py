"""`sealog alerts send-test`: tests that receivers can be reached."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT
from sealog.errors import SettingError
from sealog_exporters.cli.alerts.shown import Rules, line

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Notification

EXAMPLES = """Examples:

sealog alerts send-test rules.yaml

sealog alerts send-test rules.yaml --receiver oncall"""


def send_test(
    rules: Rules, receiver: Annotated[str, typer.Option(help="Only this receiver; default: all.")] = ""
) -> None:
    """Send a test alert, and its end, to each receiver. Exit code 1: one did not accept it."""
    import asyncio

    from sealog_exporters.alerting.config import load_rules, rule_path
    from sealog_exporters.alerting.delivery.targets import targets_of

    found = [one for one in load_rules(rule_path(rules)).receivers if receiver in {"", one.name}]
    if not found:
        raise SettingError(f"--receiver: there is no receiver {receiver}")
    now_ns = time.time_ns()
    failures = 0
    for target in targets_of(found):
        problem = asyncio.run(_send(target, [_test(target.receiver, now_ns, end_ns) for end_ns in (0, now_ns)]))
        failures += bool(problem)
        line(f"{target.name}: {problem or 'delivered'}")
    if failures:
        raise typer.Exit(EXIT_FOUND_FAULT)


async def _send(target: Any, groups: list[Notification]) -> str:
    """Send in order; return what went wrong, empty if nothing did."""
    from sealog_exporters.alerting.model.notifier import Closing, DeliveryError

    try:
        for group in groups[: 1 + target.send_resolved]:
            await target.notifier.send(group)
    except DeliveryError as error:
        return str(error)
    finally:
        if isinstance(target.notifier, Closing):
            await target.notifier.close()
    return ""


def _test(receiver: str, now_ns: int, ends_at_ns: int) -> Notification:
    from sealog_exporters.alerting.model.alert.decision import fingerprint_of
    from sealog_exporters.alerting.model.alert.notification import Alert, notification_of

    labels = {"alertname": "SealogTest", "receiver": receiver, "severity": "info"}
    told = {"summary": "a test of this receiver; nothing is wrong"}
    status = "resolved" if ends_at_ns else "firing"
    alert = Alert(status, labels, told, now_ns, ends_at_ns, fingerprint_of(labels))  # type: ignore[arg-type]  # both are kinds
    return notification_of((alert,), labels, receiver, "")
