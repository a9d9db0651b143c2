"""An escape, a colour or an encoding beside a value neither hides it nor becomes a part of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from detect.marks import unmark
from sealog.detect.engine.scanner import Scanner, default_scanner

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

SCANNERS = {engine: Scanner(engine=engine) for engine in ENGINES}

VALUES = {
    "IP address": "«203.0.113.77»",
    "IPv6 address": "«2001:db8::7»",
    "card": "«4539 1488 0343 6467»",
    "card without gaps": "«4539148803436467»",
    "IBAN": "«DE89370400440532013000»",
    "SSN": "«536-22-8712»",
    "phone": "«+49 151 12345678»",
    "e-mail": "«mira@quellwerk.example»",
    "JWT": "«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U»",
    "password": "password=«hunter2x»",
    "secret": "api_key=«9b2f4c7d8e1a77»",
    "password in a URL": "postgres://app:«Gr8nbaum»@db/shop",
    "name": "first_name: «Mira»",
    "national id": "cpf «049.930.430-66»",
    "device": "«00:1b:44:11:3a:b7»",
    "wallet": "«0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed»",
}
ESCAPES = [
    *(r"\n", r"\t", r"\r", r"\b", r"\f", r"\v", r"\0", r"\u000a", r"\x0a", r"\r\n", r"\\n", r"\\\\n", r"\\\\\\\\t"),
    *("\x1b[31m", "\x1b[1;31m", "\x1b[38;5;208m", "\x1b[2K", "\x1b[?25l", "\x1b(B", "\x9b31m", "\x1b]0;", "\u241b[1m"),
    *(r"\x1b[31m", r"\u001b[31m", r"\u001B[0m", r"\033[31m", r"\e[31m", "^[[31m", r"\\u001b[0m", r"\\\\x1b[0m"),
    *(
        "[31m",
        "[1;32m",
        "ESC[0m",
        "<0x1b>[31m",
        "#012",
        "#011",
        "#033[31m",
        "%0A",
        "%0d%0a",
        "&#10;",
        "&#x0a;",
        "%1B%5B31m",
    ),
]


@pytest.mark.parametrize("escape", ESCAPES, ids=ascii)
@pytest.mark.parametrize("marked", VALUES.values(), ids=VALUES)
def test_an_escape_before_and_behind_is_a_boundary(marked: str, escape: str) -> None:
    text, spans = unmark(f'{{"m":"started{escape}{marked}{escape}"}}')
    for scanner in SCANNERS.values():
        assert [(found.start, found.end) for found in scanner.scan(text)] == spans


COLOURED = {
    "structlog": "\x1b[36mpassword\x1b[0m=\x1b[35m«hunter2»\x1b[0m \x1b[36muser\x1b[0m=\x1b[35m7\x1b[0m",
    "structlog spelled": r"\x1b[36mpassword\x1b[0m=\x1b[35m«hunter2»\x1b[0m",
    "quoted": "\x1b[36mpassword\x1b[0m='\x1b[35m«hunter2»\x1b[0m'",
    "colon": "\x1b[1mpassword\x1b[22m: \x1b[33m«hunter2»\x1b[39m",
    "grep": "user «mi\x1b[01;31m\x1b[Kra\x1b[m\x1b[K@quellwerk.example» in",
    "grep at its beginning": "user \x1b[01;31m\x1b[K«mira\x1b[m\x1b[K.berg@quellwerk.example» in",
    "a word before": "\x1b[31mERROR\x1b[0m«mira@quellwerk.example» failed",
    "inside digits": "card «4539 \x1b[1m1488\x1b[0m 0343 6467»",
    "without its ESC": "[36mpassword[0m=[35m«hunter2»[0m",
    "link": "\x1b]8;;mailto:«mira@quellwerk.example»\x1b\\\x1b]8;;\x1b\\",
    "context word": "\x1b[36mcpf\x1b[0m \x1b[35m«049.930.430-66»\x1b[0m",
    "header": "\x1b[36mAuthorization\x1b[0m: Bearer \x1b[35m«Zt7Qm2Lx9Kc4Vb8N»\x1b[0m",
}
ENCODED = {
    "form": "card=«4539+1488+0343+6467»&x=1",
    "form, encoded again": "next=%2Fpay%3Fcard%3D«4539%2B1488%2B0343%2B6467»%26x",
    "percent": "card=«4539%201488%200343%206467»",
    "IBAN": "iban=«DE89+3704+0044+0532+0130+00»",
    "phone": "phone=«%2B49+151+12345678»",
    "phone with its plus": "phone=«+49+151+12345678»",
    "SSN": "ssn=«536%2D22%2d8712»",
    "address": "ip=«203%2E0%2E113%2E77»",
    "tag": "email=«mira+tag%40quellwerk.example»&a=b",
    "tag, encoded": "email=«mira%2Btag%40quellwerk.example»",
    "encoded twice": "email=«mira%2540quellwerk.example»%2526a",
    "encoded six times": "email=«mira%252525252540quellwerk.example»",
    "keyword": "%70assword=«x7rt»",
    "keyword and sign": "pass%77ord%3D«x7rt»",
    "keyword, all": "a=1&%70%61%73%73%77%6f%72%64=«Gr8nbaum»",
    "JSON in a query": "q=%7B%22password%22%3A%22«hunter2»%22%7D",
    "HTML": "&lt;password&gt;«hunter2»&lt;/password&gt;",
    "quotes of Gson": r"{\u0027password\u0027: \u0027«X7»\u0027}",
    "beyond ASCII": "u=«j%C3%BCrgen%40m%c3%bcller.example»",
    "Latin-1": "u=«j%FCrgen%40m%FCller.example»",
    "apostrophe": "u=«o%27brien%40quellwerk.example»",
    "old JavaScript": "u=«mira%u0040quellwerk.example»",
    "bytes": r"b'«j\xc3\xbcrgen@m\xc3\xbcller.example»'",
    "braces": r"«mira\u{40}quellwerk.example»",
    "octal": r"«mira\100quellwerk.example»",
    "bold letters": "mail «𝐦𝐢𝐫𝐚@quellwerk.example» now",
    "Arabic digits": "card «٤٥٣٩ ١٤٨٨ ٠٣٤٣ ٦٤٦٧» now",
    "dashes": "ssn «536\u201322\u20138712» now",
    "no-break spaces": "card «4539\xa01488\xa00343\xa06467» now",
    "named spaces": "iban «DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00»",
    "NUL before digits": r"x\0«203.0.113.77»",
    "JSON slashes": r"https:\/\/app:«pw12»@host.example/x",
}
PATHS = {
    "two escapes in a path": r"opened C:\new\reports",
    "a path, then a line's end": r'{"m":"opened C:\\new\\reports\n«203.0.113.77»"}',
    "a path, then an address": r'{"p":"C:\\data\n«mira@quellwerk.example»"}',
    "a profile": r"C:\Users\«tom@quellwerk.example»\AppData",
    "a profile in JSON": r'{"p":"C:\\Users\\«nina@quellwerk.example»\\AppData"}',
    "a share": r"\\fs1\Profiles\«rita@quellwerk.example»",
    "a bell": r"x\a«203.0.113.77»\a",
    "a bell or a name": r"x \«alice@quellwerk.example» y",
    "an expression": r"match \b\d{3}\b and \t",
    "a path as an escape": r"C:\new\reports\n«203.0.113.77»",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("marked", [*COLOURED.values(), *ENCODED.values(), *PATHS.values()], ids=ascii)
def test_a_value_is_found_as_it_was_written(marked: str, engine: Engine) -> None:
    text, spans = unmark(marked)
    assert [(found.start, found.end) for found in SCANNERS[engine].scan(text)] == spans


@pytest.mark.parametrize(
    "text",
    [
        r"started\nthen stopped\r\n\tat main.py:12\n",
        "\x1b[32mINFO\x1b[0m listening on port 8080 \x1b[2m(12 ms)\x1b[0m",
        "GET /search?q=hello+world+2024&page=2 HTTP/1.1",
        "GET /a%20b%2Fc?ids=1+2+3+4&x=%22y%22",
        "sum = a+b+c&#8217;s total &amp; more &hellip;",
        "50% done, 100%25 sure \u2013 it\u2019s fine \u2026",
        r"regex ^\d+\.\d+\\n$ matched C:\temp\new\tab",
        "rate(errors[5m]) over a[10m b[1;2",
        "issue #012, colour #033333, #0127",
        "١٢٣ items, ½ of ² and №5",
    ],
    ids=ascii,
)
def test_escapes_without_a_value_stay_clean(text: str) -> None:
    assert default_scanner().scan(text) == []


@pytest.mark.parametrize("marked", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_json_that_parsed_still_parses(marked: str, times: int) -> None:
    text, (span,) = unmark(f"first line\n{marked}\nsee C:\\data\t{'x'}")
    value = text[slice(*span)]
    for _ in range(times):
        text = json.dumps({"log": text, "n": 1})
    found = default_scanner().scan(f"{text}, and cut {{")[::-1]
    assert found
    for each in found:
        text = f"{text[: each.start]}seal1~x{text[each.end :]}"
    for _ in range(times):
        text = json.loads(text)["log"]
    assert value not in text
    assert text.startswith("first line\n")
    assert text.endswith("\nsee C:\\data\tx")
