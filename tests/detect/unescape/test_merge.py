"""What is found in a text and in its readings is joined alike by the compiled half and by Python."""

from __future__ import annotations

from random import Random

import pytest

from detect.engines import ENGINES
from sealog.detect.engine.scanner import Scanner, default_scanner

VALUES = [
    "mira@quell.example",
    "4111 1111 1111 1111",
    "+49 30 901820",
    "手机号13812345678",
    "203.0.113.7",
    "password=hunter2x",
    "https://app:hunter2x@db.example/shop",
    r"https:\/\/app:hunter2x@db.example\/shop",
    "SSN 536-90-4399",
    '{"email":"mira@quell.example"}',
    r"C:\users\nina@quell.example",
]
DISGUISES = [
    "\x1b[31m",
    "\x1b[0m",
    "\x1b[K",
    r"\n",
    r"\0",
    r"\a",
    r"\\n",
    "%20",
    "%40",
    "&#64;",
    "\u00ad",
    "＠",
    "+",
    "=",
    "\x1e",
    "é",
]
TEXTS = 1000


def _disguised(seed: int) -> str:
    """Give values with disguises before, behind and within them."""
    chance = Random(seed)
    text = ""
    for _ in range(chance.randint(1, 3)):
        value = chance.choice(VALUES)
        for _ in range(chance.randint(0, 3)):
            at = chance.choice([0, len(value), chance.randint(0, len(value))])
            value = value[:at] + chance.choice(DISGUISES) + value[at:]
        text += value + chance.choice([" ", "", ", ", r"\n", "\x1b[0m"])
    return text


@pytest.mark.skipif("native" not in ENGINES, reason="the compiled half is not there")
def test_the_compiled_half_joins_findings_as_python_does(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [_disguised(seed) for seed in range(TEXTS)]
    read_by_python = "\x1eseal1"  # what may hold a sealed value is left to Python
    joined = [default_scanner().scan(text) for text in texts]
    assert joined == [default_scanner().scan(text + read_by_python) for text in texts]
    monkeypatch.setattr("sealog.detect.engine.rereader.joiner", lambda *_: lambda *_: None)
    python = Scanner()
    assert joined == [python.scan(text + read_by_python) for text in texts]
    assert sum(map(len, joined)) > TEXTS
