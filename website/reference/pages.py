"""Which pages and pictures are made from code, and where they go. `python -m reference.pages` writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reference import alert_rules, commands, python_api, record_way, rooms, settings_table

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs"

WHOLE: dict[str, Callable[[], str]] = {
    "reference/python-api.md": python_api.page,
    "reference/commands.md": commands.page,
    "reference/alert-rules.md": alert_rules.page,
    "pictures/rooms.svg": rooms.picture,
    "pictures/record.svg": record_way.picture,
}
"""Files that are nothing but what is made."""

PARTS: dict[tuple[str, str], Callable[[], str]] = {
    ("settings.md", "settings"): settings_table.settings_table,
    ("architecture.md", "rooms"): rooms.rooms_table,
}
"""Parts of pages, between `<!-- NAME: … -->` and `<!-- /NAME -->`."""


def made() -> dict[Path, str]:
    """Return each file that holds something made, as it should be now."""
    files = {DOCS / name: make() for name, make in WHOLE.items()}
    for (name, part), make in PARTS.items():
        path = DOCS / name
        files[path] = _between(files.get(path) or path.read_text(encoding="utf-8"), part, make())
    return files


def _between(page: str, name: str, text: str) -> str:
    before, begin, rest = page.partition(f"<!-- {name}: ")
    comment, closing, rest = rest.partition("-->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not (begin and closing and end):
        raise ValueError(f"there are no markers for {name}")
    return f"{before}{begin}{comment}{closing}{text}{end}{after}"


def main() -> None:
    """Write what is not up to date, and say what that was."""
    for path, text in made().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(DOCS.parent)}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
