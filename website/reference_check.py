"""Fails where a page or picture that is made from code is out of date; `make reference` writes them."""

from __future__ import annotations

import sys

from reference.pages import DOCS, made


def main() -> int:
    """Name what is out of date."""
    old = [path for path, text in made().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in old:
        print(f"{path.relative_to(DOCS.parent)} is out of date: run `make reference`")  # noqa: T201 - a script
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
