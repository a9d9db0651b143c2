"""Lines from templates: what is to be found in them is known, because it was put there. It finds nothing itself."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quality.source import HEX, Source
from quality.values import MAKERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEMPLATES = Path(__file__).parent / "templates"
_HOLE = re.compile("«([a-z0-9_/]+)»|‹([A-Za-z0-9_]+)›")  # noqa: RUF001 - no sign of any log
_SIZED = re.compile("([a-zA-Z]+|b64_)([0-9]+)")
_WORDS = ("catalog", "billing", "search", "ledger", "router", "indexer", "gateway", "basket", "quartz", "mirror")
_ALPHABETS = {
    "int": string.digits,
    "hex": HEX,
    "HEX": HEX.upper(),
    "low": string.ascii_lowercase + "2456789",
    "b64_": string.ascii_letters + string.digits,
}
_START = 1_700_000_000


@dataclass(frozen=True)
class Gold:
    """One value that is in a line: its entity, and its start and end in code points."""

    entity: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A generated line with all that is to be found in it."""

    text: str
    gold: tuple[Gold, ...] = ()


def fill(template: str, source: Source) -> Line:
    """Put values and other things into a template."""
    text, position = "", 0
    gold: list[Gold] = []
    for hole in _HOLE.finditer(template):
        text += template[position : hole.start()]
        position = hole.end()
        if hole[1]:
            value = MAKERS[hole[1]](source)
            gold.append(Gold(hole[1].partition("/")[0], len(text), len(text) + len(value)))
        else:
            value = _other(hole[2], source)
        text += value
    return Line(text + template[position:], tuple(gold))


def personal(source: Source, a_template: int) -> Iterator[Line]:
    """Give lines with values: `a_template` of each whole line, and of each entity in each frame."""
    templates = [*read("free.txt"), *_framed()]
    for template in templates:
        for _ in range(a_template):
            yield fill(template, source)


def clean(source: Source, count: int) -> Iterator[Line]:
    """Give lines with nothing in them."""
    templates = [line for line in read("clean.txt") if not line.startswith("## ")]
    for number in range(count):
        yield fill(templates[number % len(templates)], source)


def read(name: str) -> list[str]:
    """Give the lines of a file of templates, without its comments."""
    lines = (TEMPLATES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if (line and not line.startswith("# ")) or line.startswith("# Time")]


def _framed() -> Iterator[str]:
    frames = [line.partition(" ")[::2] for line in read("frames.txt")]
    for row in read("labelled.txt"):
        maker, _, labels = row.partition(": ")
        for label in labels.split(" | "):
            name = re.sub(r"\W+", "_", label.lower())
            for fits, frame in frames:
                if fits == "any" or " " not in MAKERS[maker](Source(0)):
                    yield frame.replace("LABEL", label).replace("NAME", name).replace("THIS", f"«{maker}»")


def _other(kind: str, source: Source) -> str:
    made = _OTHERS.get(kind)
    if made is not None:
        return made(source)
    sized = _SIZED.fullmatch(kind)
    if sized is None:
        raise KeyError(kind)
    size = int(sized[2])
    return source.digits(size, "123456789") if sized[1] == "int" else source.text(_ALPHABETS[sized[1]], size)


def _clock(source: Source) -> str:
    choose = source.random.randint
    return f"{choose(0, 23):02}:{choose(0, 59):02}:{choose(0, 59):02}"


def _date(source: Source) -> str:
    return f"2026-{source.random.randint(1, 12):02}-{source.random.randint(1, 28):02}"


def _uuid(source: Source) -> str:
    return "-".join(
        [source.text(HEX, 8), source.text(HEX, 4), "4" + source.text(HEX, 3), "a" + source.text(HEX, 3)]
    ) + ("-" + source.text(HEX, 12))


_OTHERS: dict[str, Callable[[Source], str]] = {
    "clf": lambda source: f"12/Mar/2026:{_clock(source)} +0000",
    "clock": _clock,
    "date": _date,
    "float": lambda source: f"{source.random.uniform(0, 900):.{source.random.randint(1, 4)}f}",
    "host": lambda source: f"{source.random.choice(_WORDS)}.internal.example.net",
    "iso": lambda source: f"{_date(source)}T{_clock(source)}.{source.digits(3)}Z",
    "ms": lambda source: f"{_START + source.random.randrange(10**8)}{source.digits(3)}",
    "ns": lambda source: f"{_START + source.random.randrange(10**8)}{source.digits(9)}",
    "sec": lambda source: str(_START + source.random.randrange(10**8)),
    "ULID": lambda source: "01J" + source.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 23),
    "uuid": _uuid,
    "version": lambda source: ".".join(
        str(source.random.randint(0, 30)) for _ in range(source.random.choice([3, 3, 3, 3, 3, 4]))
    ),
    "word": lambda source: source.random.choice(_WORDS),
}
