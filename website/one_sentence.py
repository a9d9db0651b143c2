"""One sentence a line in Markdown sources, so that a change shows the sentence it changes. `make fmt` reflows them.

Paragraphs and list items are reflowed. Headings, tables, code, HTML and block quotes stay as they are.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

LEFT_OUT = frozenset({"CHANGELOG.md", "docs/benchmarks.md"})
"""Made by programs, or many short entries."""

_ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])(\s+)(?=\S)")
_ALONE = re.compile(r"^\s*(#|\||<|>|```|~~~|\[[^]]+\]:|---+\s*$|!\[[^]]*\]\([^)]*\)\s*$)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_END = re.compile(r"([.!?][)*_\"”]*)\s+(?=[\"“(*_`\[]*[A-Z0-9`\[]|(?<=\.\s)[a-z])")
_NO_END = re.compile(r"\b(e\.g|i\.e|etc|vs|cf|approx|Art|No|St|Dr|p|S)\.$")
"""Abbreviations, which end like a sentence and are none."""


def reflow(text: str) -> str:
    """Return a page with one sentence a line."""
    lines: list[str] = []
    block: list[str] = []
    fence = ""
    for line in text.split("\n"):
        marker = _FENCE.match(line)
        if fence or marker or not line.strip() or _ALONE.match(line) or _is_code(line, block):
            lines += _flowed(block)
            block = []
            lines.append(line)
            if marker:
                fence = "" if fence == marker[1] else fence or marker[1]
            continue
        if block and _ITEM.match(line):
            lines += _flowed(block)
            block = []
        block.append(line)
    return "\n".join(lines + _flowed(block))


def _is_code(line: str, block: list[str]) -> bool:
    """Tell whether a line is indented code: by four blanks, and not the continuation of a list item."""
    return line.startswith("    ") and not block and not _ITEM.match(line)


def _flowed(block: list[str]) -> list[str]:
    if not block:
        return []
    item = _ITEM.match(block[0])
    indent = " " * len(item[0]) if item else re.match(r"\s*", block[0])[0]  # type: ignore[index]  # it always matches
    first = item[0] if item else indent
    text = " ".join([block[0][len(first) :].strip(), *(line.strip() for line in block[1:])])
    sentences = split(text)
    return [first + sentences[0], *(indent + sentence for sentence in sentences[1:])]


def split(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    found = []
    begin = 0
    for end in _END.finditer(text):
        before = text[begin : end.end(1)]
        if _NO_END.search(before) or _is_open(text[: end.end(1)]):
            continue
        found.append(before)
        begin = end.end()
    return [*found, text[begin:]]


def _is_open(text: str) -> bool:
    """Tell whether code or a link's text goes on behind `text`."""
    return text.count("`") % 2 == 1 or text.rfind("[") > text.rfind("]")


def pages() -> list[Path]:
    """Return the Markdown sources of the repository that people write."""
    found = [*ROOT.glob("*.md"), *(ROOT / ".github").rglob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found += [ROOT / "native/README.md", ROOT / "collector-config/README.md"]
    found += (ROOT / "collector").glob("*/README.md")
    made = ROOT / "docs/reference"
    return sorted(page for page in found if page.relative_to(ROOT).as_posix() not in LEFT_OUT and page.parent != made)


def main() -> int:
    """Reflow the pages that are given, or all, and name those that changed."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        text = page.read_text(encoding="utf-8")
        if (flowed := reflow(text)) != text:
            page.write_text(flowed, encoding="utf-8")
            print(f"reflowed {page.relative_to(ROOT)}")  # noqa: T201 - a script
    return 0


if __name__ == "__main__":
    sys.exit(main())
