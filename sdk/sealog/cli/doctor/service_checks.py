"""The doctor's checks of a running gateway or sealer, by its status port."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING

from sealog.cli.doctor.checks import Check
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 1 << 20
"""Bytes of an answer that are read: there are some thousand."""

_SAMPLE = pattern(r"sealog_gateway_(\w+?)(?:_total)?(?:\{([^}]*)\})? (\d+)")
_READY = "sealog_gateway_ready"


def service_checks(address: str, timeout: float) -> list[Check]:
    """Ask the status port at `address` (`HOST:PORT`, or its URL) for health and counts; `timeout` in seconds."""
    url = (address if "://" in address else f"http://{address}").rstrip("/")
    try:
        status, health = _get(f"{url}/healthz", timeout)
        _, metrics = _get(f"{url}/metrics", timeout)
    except (OSError, ValueError, HTTPException) as error:
        finding = f"{address} can't be asked ({type(error).__name__})"
        return [Check("service", False, finding, "give the HOST:PORT of its --status; is it running?", 1)]
    if _READY not in metrics:
        finding = f"{address} is no status port of `sealog gateway` or `sealog sealer`"
        return [Check("service", False, finding, "give the HOST:PORT of its --status", 1)]
    return [_serving(address, status, health), *_counted(_counts(metrics))]


def _serving(address: str, status: int, health: str) -> Check:
    if status == 200:  # noqa: PLR2004 - OK
        return Check("service", True, f"{address} serves as its settings say")
    reason = health.strip().removeprefix("not serving: ") or f"HTTP {status}"
    mend = "mend its bundle or policy, which it reads again when they change; or look at the next hop"
    return Check("service", False, f"{address} is not serving: {reason}", mend, 2)


def _counted(counts: Mapping[tuple[str, str], int]) -> list[Check]:
    items, black, cut = (_sum(counts, name) for name in ("items", "blacked_out", "cut"))
    masked, sealed = (_sum(counts, "values", f'outcome="{how}"') for how in ("masked", "sealed"))
    refused, failed = (_sum(counts, "requests", f'outcome="{how}"') for how in ("refused_by_next_hop", "failed"))
    checks = [Check("items", True, f"{items} taken; {sealed} values sealed, {masked} masked")]
    if black:
        mend = "its stderr names what failed; please report it, without the record"
        checks.append(Check("items", False, f"{black} could not be sealed and were blacked out", mend, 1))
    if cut:
        mend = "raise the next hop's limit and --max-request-mib, or let senders write less into one record"
        checks.append(Check("items", False, f"{cut} were too large for the next hop and lost texts", mend, 2))
    if refused:
        mend = "its senders were told so and dropped them: look at the next hop's own log"
        checks.append(Check("requests", False, f"the next hop refused {refused} for good", mend, 1))
    if failed:
        checks.append(
            Check("requests", False, f"{failed} failed within the service", "its stderr names what failed", 2)
        )
    if not refused and not failed:
        answered = _sum(counts, "requests", 'outcome="ok"')
        away = _sum(counts, "requests", 'outcome="next_hop_away"')
        checks.append(Check("requests", True, f"{answered} answered; {away} asked to come again"))
    return checks


def _counts(metrics: str) -> dict[tuple[str, str], int]:
    """Give each sample of ours by its name and labels."""
    found = map(_SAMPLE.fullmatch, metrics.splitlines())
    return {(match[1], match[2] or ""): int(match[3]) for match in found if match}


def _sum(counts: Mapping[tuple[str, str], int], name: str, label: str = "") -> int:
    return sum(count for (of, labels), count in counts.items() if of == name and label in labels)


def _get(url: str, timeout: float) -> tuple[int, str]:
    """Give status and text of an answer; no proxy is asked.

    Raises:
        OSError: there is none.
        HTTPException: it is not HTTP.
        ValueError: the URL is none.
    """
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=timeout) as answer:
            return answer.status, answer.read(_MOST).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(_MOST).decode("utf-8", "replace")
