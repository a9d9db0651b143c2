"""How a tour's facts look in a terminal. It measures nothing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from sealog_exporters.cli.tour.facts import Facts

_SEALED = re.compile(r"(seal1k?~([a-z0-9_]+)~([a-z0-9]+)~[\w-]{6})[\w-]+~?", re.ASCII)


def show(facts: Facts, console: Console) -> None:
    """Print the tour."""
    console.print(Rule("[bold]1[/] A shop logs as it always did; the store gets sealed values"))
    console.print(_lines(facts))
    console.print(f"{facts.records} records stored; each sealed value is cut to its first characters here.\n")

    search = facts.search
    console.print(Rule("[bold]2[/] Search by value: only its blind index is looked for"))
    console.print(f"sealog search --entity {search.entity} {search.value}", style="cyan", markup=False)
    console.print(
        f"index {search.index}: {search.found} records found; "
        f"the e-mail itself stands {search.plaintext_in_store} times in everything that was stored.\n",
        markup=False,
    )

    opening = facts.opening
    console.print(Rule("[bold]3[/] Open one record, for a stated reason"))
    console.print(Text(opening.opened.splitlines()[0], style="green"))
    console.print("the audit trail had this entry before you saw that:")
    console.print(_json(opening.audit_entry))

    alert = facts.alert
    console.print(
        Rule(f"[bold]4[/] The alert on error number {alert.threshold} (ALERT_THRESHOLD_ERROR = {alert.threshold})")
    )
    console.print(
        f"the webhook came {alert.delay_ms} ms after that record was logged; {alert.errors_logged} errors, one webhook:"
    )
    console.print(_json(alert.webhook))

    console.print(Rule("[bold]Next[/]"))
    console.print(_next_steps())


def _json(value: dict[str, Any]) -> Panel:
    text = _SEALED.sub(r"\1…", json.dumps(value, indent=1, ensure_ascii=False))
    return Panel(Text(text.replace("\\n", " ↵ "), overflow="fold", no_wrap=False), expand=True)


def _lines(facts: Facts) -> Table:
    table = Table(show_lines=True, expand=True)
    table.add_column("as the shop wrote it", ratio=4)
    table.add_column("as it is stored", ratio=5, style="green")
    table.add_column("trace id", ratio=2, style="dim")
    for line in facts.lines:
        table.add_row(Text(line.written), Text(_SEALED.sub(r"\1…", line.stored)), Text(line.trace_id))
    return table


def _next_steps() -> Text:
    return Text(
        "sealog init                                       make your own keys\n"
        "sealog up                                         a collector for development, on 4317 and 4318\n"
        "opentelemetry-instrument python app.py            your application: no line of code changes\n"
        "sealog doctor                                     check that your environment seals\n"
        "docs/ and collector-config/                       Elasticsearch, alert rules, what is detected",
    )
