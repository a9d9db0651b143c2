"""`sealog alerts`: looks at a rule file, and at a running service through its HTTP API. It counts nothing itself."""

from __future__ import annotations

import getpass
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err, out
from sealog.errors import SettingError

if TYPE_CHECKING:
    from sealog_exporters.alerting.notification import Notification

app = typer.Typer(help="Check alert rules, see what fires and why it was told or not, mute.", no_args_is_help=True)

Api = Annotated[str, typer.Option("--api", help="The service's HTTP API.")]
Rules = Annotated[Path, typer.Argument(help="The rule file.")]
_HERE = "http://127.0.0.1:4329"
_TIMEOUT_S = 10.0


@app.command()
def check(rules: Rules) -> None:
    """Say whether a rule file can be used; exit code 2 and file:line:column if not."""
    from sealog_exporters.alerting.rulefile import load_rules

    found = load_rules(rules)
    err.print(f"{rules}: {len(found.rules)} rules, {len(found.receivers)} receivers", markup=False)


@app.command("list")
def list_alerts(api: Api = _HERE) -> None:
    """List what fires or waits, a line for each alert and receiver."""
    for one in _ask(api, "GET", "/api/v1/alerts"):
        held = one["held"]
        state = f"held by {held['stage']}: {held['reason']} {held['detail']}".rstrip() if held else "told"
        if one["status"] == "firing":
            labels = " ".join(f"{name}={text}" for name, text in one["labels"].items() if name != "alertname")
            who = f"{one['fingerprint']} {one['alert']} {one['receiver'] or '-'}"
            _line(f"{who} {state} since {one['starts_at']} {labels}")


@app.command()
def why(alert: Annotated[str, typer.Argument(help="Its name, or its fingerprint.")], api: Api = _HERE) -> None:
    """Show what each stage said of an alert, oldest first. Exit code 1: nothing is known of it."""
    from urllib.parse import urlencode

    steps = _ask(api, "GET", f"/api/v1/why?{urlencode({'alert': alert})}")
    for step in steps:
        verdict = step["verdict"]
        words = " ".join(filter(None, (verdict["stage"], verdict["reason"], verdict["detail"])))
        _line(f"{step['at']} {step['fingerprint']} {step['receiver'] or '-'} {step['status']}: {words}")
    if not steps:
        complain("nothing is known of this alert")
        raise typer.Exit(EXIT_FOUND_FAULT)


@app.command()
def silence(
    matchers: Annotated[list[str] | None, typer.Argument(help="Such as alertname=ErrorBurst; none: list.")] = None,
    lasts: Annotated[str, typer.Option("--for", help="How long, such as 2h.")] = "1h",
    comment: Annotated[str, typer.Option(help="Why.")] = "",
    expire: Annotated[str, typer.Option(help="End the silence with this id.")] = "",
    api: Api = _HERE,
) -> None:
    """Mute alerts for a time, end a silence early, or list silences with how often each muted.

    An alert that still fires when its silence ends is told then.
    """
    from sealog_exporters.alerting.durations import parse_duration
    from sealog_exporters.alerting.notifiers.wording import rfc3339

    if expire:
        _ask(api, "DELETE", f"/api/v1/silences/{expire}")
    elif matchers:
        lasts_ns = parse_duration(lasts)
        if not lasts_ns:
            raise SettingError("--for: must be a duration such as 30m, 2h or 1d")
        asked = {
            "matchers": matchers,
            "ends_at": rfc3339(time.time_ns() + lasts_ns),
            "created_by": getpass.getuser(),
            "comment": comment,
        }
        out.print(_ask(api, "POST", "/api/v1/silences", asked)["id"], markup=False)
    else:
        for one in _ask(api, "GET", "/api/v1/silences"):
            said = " ".join((", ".join(one["matchers"]), one["created_by"], one["comment"]))
            _line(f"{one['id']} until {one['ends_at']} muted {one['muted']}: {said}".rstrip())


@app.command()
def reload(api: Api = _HERE) -> None:
    """Let the service take its rule file anew. Exit code 2: it has an error, and the rules stay as they were."""
    err.print(f"{_ask(api, 'POST', '/api/v1/reload', {})['rules']} rules", markup=False)


@app.command("send-test")
def send_test(
    rules: Rules, receiver: Annotated[str, typer.Option(help="Only this receiver; default: all.")] = ""
) -> None:
    """Send a test alert, and its end, to every place behind the receivers. Exit code 1: one did not take it."""
    import asyncio

    from sealog_exporters.alerting.notifiers.targets import targets_of
    from sealog_exporters.alerting.rulefile import load_rules

    found = [one for one in load_rules(rules).receivers if receiver in {"", one.name}]
    if not found:
        raise SettingError(f"--receiver: there is no receiver {receiver}")
    now_ns = time.time_ns()
    failures = 0
    for target in targets_of(found):
        problem = asyncio.run(_send(target, [_test(target.receiver, now_ns, end_ns) for end_ns in (0, now_ns)]))
        failures += bool(problem)
        _line(f"{target.name}: {problem or 'delivered'}")
    if failures:
        raise typer.Exit(EXIT_FOUND_FAULT)


async def _send(target: Any, groups: list[Notification]) -> str:
    """Send in order; return what went wrong, empty if nothing did."""
    from sealog_exporters.alerting.notifiers.interface import Closing, DeliveryError

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
    from sealog_exporters.alerting.decision import fingerprint_of
    from sealog_exporters.alerting.notification import Alert, notification_of

    labels = {"alertname": "SealogTest", "receiver": receiver, "severity": "info"}
    told = {"summary": "a test of this receiver; nothing is wrong"}
    status = "resolved" if ends_at_ns else "firing"
    alert = Alert(status, labels, told, now_ns, ends_at_ns, fingerprint_of(labels))  # type: ignore[arg-type]  # both are kinds
    return notification_of((alert,), labels, receiver, "")


def _ask(api: str, method: str, path: str, body: Any = None) -> Any:
    """Ask the service.

    Raises:
        SettingError: it does not answer, or refuses; with what it says.
    """
    import httpx

    try:
        answer = httpx.request(method, f"{api}{path}", json=body, timeout=_TIMEOUT_S, trust_env=False)
        found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise SettingError(f"--api {api}: no alerting service answers there ({type(error).__name__})") from None
    if answer.is_error:
        raise SettingError(str(found.get("detail", answer.status_code)))
    return found


def _line(text: str) -> None:
    """Print a line; label values come from logs, so nothing in them may move the cursor."""
    out.print(Text("".join(character if character.isprintable() else "·" for character in text)))
