"""The commands of `sealog alerts` that use a running service's HTTP API: list, why, silence, reload."""

from __future__ import annotations

import getpass
import re
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err, out
from sealog.errors import SettingError
from sealog.printable import visible
from sealog_exporters.cli.alerts.shown import line

if TYPE_CHECKING:
    from collections.abc import Iterator

Api = Annotated[str, typer.Option("--api", help="The service's HTTP API.")]
_HERE = "http://127.0.0.1:4329"
_TIMEOUT_S = 10.0
_ID = re.compile(r"[0-9a-f]{12}", re.ASCII)

LIST_EXAMPLES = """Examples:

sealog alerts list

sealog alerts list --rules

sealog alerts list --api http://127.0.0.1:14329"""

WHY_EXAMPLES = """Examples:

sealog alerts why ErrorBurst"""

SILENCE_EXAMPLES = """Examples:

sealog alerts silence service_name=shop --for 2h --comment "moving house"

sealog alerts silence

sealog alerts silence --expire 0a1b2c3d4e5f"""


def list_alerts(
    rules: Annotated[bool, typer.Option("--rules", help="List the rules, and the CPU time that each takes.")] = False,
    api: Api = _HERE,
) -> None:
    """List what fires or waits, a line for each alert and receiver."""
    if rules:
        for said in _rule_lines(_ask(api, "GET", "/api/v1/rules")):
            line(said)
        return
    firing = [one for one in _ask(api, "GET", "/api/v1/alerts") if one["status"] == "firing"]
    for one in firing:
        held = one["held"]
        state = f"held by {held['stage']}: {held['reason']} {held['detail']}".rstrip() if held else "told"
        labels = " ".join(f"{name}={text}" for name, text in one["labels"].items() if name != "alertname")
        who = f"{one['fingerprint']} {one['alert']} {one['receiver'] or '-'}"
        value = f"value {one['value']}, threshold {one['threshold']}"
        line(f"{who} {state} since {one['starts_at']} {labels} {value}")
    if not firing:
        err.print("nothing fires", markup=False)


def why(alert: Annotated[str, typer.Argument(help="Its name, or its fingerprint.")], api: Api = _HERE) -> None:
    """Show what each stage decided about an alert, oldest first. Exit code 1: there is no such alert."""
    from urllib.parse import urlencode

    steps = _ask(api, "GET", f"/api/v1/why?{urlencode({'alert': alert})}")
    for step in steps:
        verdict = step["verdict"]
        words = " ".join(filter(None, (verdict["stage"], verdict["reason"], verdict["detail"])))
        line(f"{step['at']} {step['fingerprint']} {step['receiver'] or '-'} {step['status']}: {words}")
    names = {alert, *(step["alert"] for step in steps)}
    for said in _rule_lines([rule for rule in _ask(api, "GET", "/api/v1/rules") if rule["alert"] in names]):
        err.print(visible(said), markup=False)
    if not steps:
        complain("nothing is known of this alert")
        raise typer.Exit(EXIT_FOUND_FAULT)


def silence(
    matchers: Annotated[list[str] | None, typer.Argument(help="Such as alertname=ErrorBurst; none: list.")] = None,
    lasts: Annotated[str, typer.Option("--for", help="How long, such as 2h.")] = "1h",
    comment: Annotated[str, typer.Option(help="Why.")] = "",
    expire: Annotated[str, typer.Option(help="End the silence with this id.")] = "",
    api: Api = _HERE,
) -> None:
    """Mute alerts for a time, end a silence early, or list silences with how often each muted.

    An alert that still fires when its silence ends is notified then.
    """
    from sealog_exporters.alerting.notifiers.content.text import rfc3339
    from sealog_exporters.alerting.syntax.duration import parse_duration

    if expire:
        if not _ID.fullmatch(expire):
            raise SettingError("--expire: must be an id that `sealog alerts silence` lists")
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
        silences = _ask(api, "GET", "/api/v1/silences")
        if not silences:
            err.print("there are no silences", markup=False)
        for one in silences:
            said = " ".join((", ".join(one["matchers"]), one["created_by"], one["comment"]))
            line(f"{one['id']} until {one['ends_at']} muted {one['muted']}: {said}".rstrip())


def reload(api: Api = _HERE) -> None:
    """Let the service read its rule file again. Exit code 2: the file has an error, and the rules stay as they were."""
    err.print(f"{_ask(api, 'POST', '/api/v1/reload', {})['rules']} rules", markup=False)


def _rule_lines(rules: list[dict[str, Any]]) -> Iterator[str]:
    """Say what rules take, the dearest first."""
    whole = sum(rule["cpu_ns"] for rule in rules) or 1
    for rule in sorted(rules, key=lambda rule: -rule["cpu_ns"]):
        each = f", {rule['cpu_ns'] / rule['tried'] / 1_000:.1f} us each" if rule["tried"] else ""
        took = f"CPU {rule['cpu_ns'] / 1e9:.3f} s ({rule['cpu_ns'] / whole:.0%}), {rule['tried']} records{each}"
        yield f"rule {rule['group']}/{rule['alert']}: {took}, {rule['groups']} groups, {rule['firing']} firing"


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
    if not answer.is_error:
        return found
    if not isinstance(found, dict) or "detail" not in found:
        raise SettingError(f"--api {api}: no alerting service answers there ({answer.status_code})")
    raise SettingError(str(found["detail"]))
