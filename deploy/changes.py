"""Prints a version's section of CHANGELOG.md, for the page of its release."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"


def section(changelog: str, version: str) -> str:
    """Return what stands under `## VERSION`, with or without a date behind it.

    Raises:
        SystemExit: there is no such section, or nothing in it.
    """
    found = re.search(rf"^## {re.escape(version)}(?: [^\n]*)?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    text = found[1].strip() if found else ""
    if not text:
        sys.exit(f"CHANGELOG.md says nothing of {version}")
    return text


if __name__ == "__main__":
    print(section(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]))
