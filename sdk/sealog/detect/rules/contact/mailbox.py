"""The two sides of an e-mail address: where its local part begins and where its domain ends in running text.

`email_address.py` judges whether the whole is a person's address.
Sources: RFC 5321 section 4.1.2 and RFC 5322 section 3.4.1, RFC 6531 section 3.3 for what is beyond ASCII.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sealog.detect.data.tlds import TLDS, is_tld
from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import Span

_LABELS = 1  # steps of reading labels that are not plain

MAX_LABEL = 63
MAX_DOMAIN = 253

_LOCAL_SIGNS = frozenset("._+'-")
_EDGE_SIGNS = ".'+-"
_PERCENT_ENCODED = pattern(r"[0-9A-Fa-f]{2}")
_PLAIN = pattern(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,120}(?P<tld>[A-Za-z]{2,63})")
_LETTERS = pattern(r"[A-Za-z]*")
_PLAIN_LOCAL = pattern(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*")
_OPENINGS = frozenset(("", *' =<(:,;[|&>{"\t\n'))


def is_local_char(char: str) -> bool:
    """Tell whether `char` (one code point, or empty) may stand in a local part in a log.

    RFC 5322 also allows signs that separate words in logs (`=`, `/`, `&`, `|`, …): they end the local part here.
    """
    if char.isascii():
        return char.isalnum() or char in _LOCAL_SIGNS if char else False
    return unicodedata.category(char)[0] in "LMN"


def is_plain(before: str, local: str, domain: str) -> bool:
    """Tell whether `local@domain` is a whole address of ASCII, behind the character `before`.

    A quick test with the result of `local_start` and `domain_end`: nearly all addresses are plain, and every line with
    one goes through here. Both sides have only the characters that the rule's shape allows.
    """
    return (
        before in _OPENINGS
        and local[:1].isalnum()
        and ".." not in local
        and "'" not in local
        and "-" not in domain
        and len(domain) <= MAX_LABEL
        and domain.rpartition(".")[2].lower() in TLDS
        and local.isascii()
        and domain.isascii()
    )


def local_start(text: str, start: int, at: int) -> int:
    """Find where the local part that ends at `at` begins, not before `start`; `at` itself if there is none.

    Whatever is ASCII in `text[start:at]` must be a local part's character, as the rule's shape says.
    """
    if _PLAIN_LOCAL.fullmatch(text, start, at) and text[start - 1 : start] != "%":
        return start
    begin = start
    if not text[start:at].isascii():
        begin = at
        while begin > start and is_local_char(text[begin - 1]):
            begin -= 1
        begin = _behind_unspaced_script(text, begin, at)
    begin = max(begin, text.rfind("..", begin, at) + 1)
    if text[begin - 1 : begin] == "%" and _PERCENT_ENCODED.match(text, begin, at):
        begin += 2
    # Python's u'…' and b'…' before a quoted address.
    quote = text.find("'", begin, at)
    if quote >= 0 and text[begin:quote] in {"b", "u", "r"}:
        begin = quote
    while begin < at and text[begin] in _EDGE_SIGNS:
        begin += 1
    return begin


def domain_end(text: str, begin: int, end: int) -> int | None:
    """Find where the domain that begins at `begin` ends, at most at `end`: behind the last label that is a TLD.

    Whatever is ASCII in `text[begin:end]` must be letters, digits, hyphens and dots, as the rule's shape says.
    A sentence or a file suffix may follow without a space (`…@example.com.Please`). None if no TLD is there.
    """
    plain = _PLAIN.fullmatch(text, begin, end)
    if plain and plain["tld"].lower() in TLDS:
        return end
    best = None
    spend(_LABELS)
    for number, (label_start, label_end) in enumerate(_labels(text, begin, min(end, begin + MAX_DOMAIN))):
        label = text[label_start:label_end]
        if number:
            best = _tld_end(label, label_start) or best or _unknown_tld_end(label, label_start)
        if not label or len(label) > MAX_LABEL or label[0] == "-" or label[-1] == "-":
            break
    return best


def _labels(text: str, begin: int, end: int) -> Iterator[Span]:
    """Give the spans of the labels, up to the first sign that belongs into none."""
    domain = text[begin:end]
    if not domain.isascii():
        alien = (n for n, char in enumerate(domain) if not char.isascii() and not is_local_char(char))
        domain = domain[: next(alien, None)]
    for label in domain.split("."):
        yield begin, begin + len(label)
        begin += len(label) + 1


def _tld_end(label: str, start: int) -> int | None:
    if is_tld(label):
        return start + len(label)
    # A dash or a script without spaces may follow at once.
    letters = _LETTERS.match(label)
    size = letters.end() if letters else 0
    if size < len(label) and not label[size].isdigit() and is_tld(label[:size]):
        return start + size
    return None


def _unknown_tld_end(label: str, start: int) -> int | None:
    """Take a label without any ASCII for a TLD: files and packages are not named so, and the root zone grows."""
    letters = len(label) > 1 and all(unicodedata.category(char)[0] in "LM" for char in label)
    return start + len(label) if letters and not any(char.isascii() for char in label) else None


def _behind_unspaced_script(text: str, begin: int, at: int) -> int:
    """Cut letters without case (Chinese, Thai, …) off an ASCII local part: in running text they are words before it."""
    if begin == at or not text[at - 1].isascii():
        return begin
    for position in range(at - 1, begin - 1, -1):
        if unicodedata.category(text[position]) == "Lo":
            return position + 1
    return begin
