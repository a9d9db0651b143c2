"""`sealog audit show`: entries of the trail, chosen by who, what and when. It checks none of them: `verify` does."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from sealog.cli.opening import audit_path
from sealog.cli.terminal import out
from sealog.errors import SettingError
from sealog.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLES = """Examples:

sealog audit show --last 50

sealog audit show --actor mira --from 2026-11-01 --to 2026-12-01 --json"""

_COLUMNS = ("#", "time", "actor", "what", "outcome", "reason")


def show(
    last: Annotated[int, typer.Option(help="How many of the newest entries at most.", min=1)] = 1000,
    action: Annotated[str, typer.Option(help="Only this action, such as open, rotate, destroy.")] = "",
    actor: Annotated[str, typer.Option(help="Only actors whose name holds this.")] = "",
    entity: Annotated[str, typer.Option(help="Only this entity, such as email_address.")] = "",
    since: Annotated[str, typer.Option("--from", help="From this day or moment on (ISO 8601, UTC).")] = "",
    until: Annotated[str, typer.Option("--to", help="Before this day or moment (ISO 8601, UTC).")] = "",
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, as in the trail, with its number.")
    ] = False,
) -> None:
    """Show entries of the trail, oldest first. `sealog audit verify` says whether they are what was written."""
    since_, until_ = moment(since, "--from"), moment(until, "--to")

    def wanted(entry: dict[str, Any]) -> bool:
        time = str(entry.get("time", ""))
        return (
            (not action or entry.get("action") == action)
            and actor in str(entry.get("actor", ""))
            and (not entity or entry.get("entity") == entity)
            and since_ <= time
            and (not until_ or time < until_)
        )

    found = deque((one for one in entries(audit_path()) if wanted(one[1])), maxlen=last)
    if as_json:
        for number, entry in found:
            typer.echo(json.dumps({"number": number, **entry}))
        return
    _print(found)


def table(path: Path, last: int) -> None:
    """Print the newest entries that are no signatures."""
    if last and path.exists():
        _print(deque((one for one in entries(path) if one[1].get("action") != "checkpoint"), maxlen=last))


def entries(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each entry with its number, from 1; one that can't be read as such.

    Raises:
        AuditError: there is no trail.
    """
    from sealog.audit.verify import entry_of, trail_lines

    for number, line in enumerate(trail_lines(path)[0], start=1):
        yield number, entry_of(line) or {"action": "can't be read"}


def moment(text: str, option: str) -> str:
    """Spell a day or moment as entries have their time, in UTC; an empty text stays.

    Raises:
        SettingError: it is none.
    """
    from datetime import datetime, timezone

    if not text:
        return ""
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise SettingError(f"{option} is a day or moment such as 2026-12-01 or 2026-12-01T08:00:00Z") from None
    found = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
    return found.astimezone(timezone.utc).isoformat(timespec="seconds")


def _print(found: deque[tuple[int, dict[str, Any]]]) -> None:
    shown = Table(*_COLUMNS, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in shown.columns:
        column.overflow = "fold"
    shown.columns[_COLUMNS.index("time")].no_wrap = True
    shown.columns[-1].min_width = 12
    for number, entry in found:
        cells = {
            **entry,
            "#": number,
            "time": _second(entry),
            "what": f"{entry.get('action', '')} {_what(entry)}",
            "outcome": _outcome(entry),
        }
        shown.add_row(*(Text(visible(str(cells.get(name, "")))) for name in _COLUMNS))
    if shown.row_count:
        out.print(shown)


def _second(entry: dict[str, Any]) -> str:
    """Give an entry's time to the second, which fits a terminal of 80 columns; `--json` has all of it."""
    return str(entry.get("time", ""))[: len("2026-11-01T08:00:00")].replace("T", " ")


def _what(entry: dict[str, Any]) -> str:
    if "epoch" in entry:
        return f"epoch {entry['epoch']}"
    stone = entry.get("tombstone")
    if isinstance(stone, dict):
        return f"epoch {stone.get('epoch')}"
    return str(next((entry[name] for name in ("entity", "with", "recipient", "file", "request") if name in entry), ""))


def _outcome(entry: dict[str, Any]) -> str:
    doubts = entry.get("doubts")
    outcome = str(entry.get("outcome", ""))
    return f"{outcome} ({', '.join(map(str, doubts))})" if isinstance(doubts, list) and doubts else outcome
