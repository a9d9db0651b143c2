"""How sealed values and sealed data keys are written as text (docs/spec/sealed-value.md)."""

from __future__ import annotations

import binascii
import re
import string
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sealog.crypto.primitives import ENC_SIZE, KEY_SIZE, NONCE_SIZE, TAG_SIZE, WRAPPED_SIZE
from sealog.errors import FormatError
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ID_SIZE = 4
WRAP_SIZE = ENC_SIZE + WRAPPED_SIZE
FRAME_STEP = 16
MIN_FRAME = 32
MAX_RECIPIENTS = 16
ORIGIN_MARK = b"sealog/v1/origin"
"""Ends an origin, where a recipient has the tag of its wrapped key."""
NO_INDEX = "0"
_HEX = "0123456789abcdef"

_HEAD = r"~([a-z][a-z0-9_]{0,39})~([a-z2-7]{13}|0)~"
_VALUE = rf"seal1(?:{_HEAD}[\w-]{{86,}}|k{_HEAD}[\w-]{{86,}}~[\w-]{{155,}})~?"
_IN_TEXT = pattern(_VALUE, re.ASCII)
_LOOK_ALIKE = pattern(rf"{_VALUE}|seal[1-9][0-9]{{0,8}}k?~[\w~-]*", re.ASCII)
_WHOLE = pattern(rf"seal1(k?){_HEAD}([\w-]+)(?:~([\w-]+))?", re.ASCII)
_KEY = pattern(r"key1~([\w-]+)~([\w-]+)", re.ASCII)
_KEY_IN_TEXT = pattern(r"key1~[\w-]{6}~[\w-]{155,1840}", re.ASCII)
_VERSION = pattern(r"(?:seal|key)([1-9][0-9]*)k?~", re.ASCII)
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_FROM_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_LETTERS = str.maketrans(_HEX, "abcdefghijklmnop")
_FROM_LETTERS = str.maketrans("abcdefghijklmnop", _HEX)
_GLUES = frozenset(f"{string.ascii_letters}{string.digits}_~-")


class SealedKey(NamedTuple):
    """A data key sealed to recipients: (recipient id, `enc || ciphertext`) each, in the bundle's order.

    `origin` is the application's signature as `sealog.crypto.origin` makes it, 84 bytes, or empty.
    """

    commitment: bytes
    recipients: tuple[tuple[bytes, bytes], ...]
    origin: bytes = b""

    @property
    def id(self) -> bytes:
        """Four bytes that say which data key this is."""
        return self.commitment[:ID_SIZE]

    def body(self) -> str:
        """Spell the part after the id."""
        recipients = b"".join(rid + wrapped for rid, wrapped in self.recipients)
        return b64encode(self.commitment + recipients + self.origin)

    def __str__(self) -> str:
        return f"key1~{b64encode(self.id)}~{self.body()}"


@dataclass(frozen=True)
class SealedValue:
    """The parts of one sealed value, as docs/spec/sealed-value.md has them.

    `entity` says what the value is. `index` is its blind index, 13 characters, or `0`. `key_id` (4 bytes) names the
    data key, `nonce` has 12 bytes, `ciphertext` 48, 64, 80, … bytes, of which the last 16 are its tag. Only the
    `seal1k` form has a `key`.
    """

    entity: str
    index: str
    key_id: bytes
    nonce: bytes
    ciphertext: bytes
    key: SealedKey | None = None

    def with_key(self, key: SealedKey) -> SealedValue:
        """Return the `seal1k` form, which carries its sealed data key."""
        return replace(self, key=key)

    def __str__(self) -> str:
        payload = b64encode(self.key_id + self.nonce + self.ciphertext)
        if self.key is None:
            return f"seal1~{self.entity}~{self.index}~{payload}"
        return f"seal1k~{self.entity}~{self.index}~{payload}~{self.key.body()}"


def with_key_body(token: str, body: str) -> str:
    """Give the `seal1k` form of a `seal1` token, with the body of its sealed data key."""
    return f"seal1k{token[len('seal1') :]}~{body}"


def find_sealed_values(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end (code points, end exclusive) of every well-formed sealed value in `text`.

    A closing `~` is included. A well-formed value may have been made by anybody.
    """
    return ((start, end) for start, end, _ in read_sealed_values(text))


def read_sealed_values(text: str) -> Iterator[tuple[int, int, SealedValue]]:
    """Yield the same as `find_sealed_values`, with what each sealed value consists of."""
    if "seal1" not in text:
        return
    for match in _IN_TEXT.finditer(text):
        try:
            sealed = parse_sealed_value(match[0].removesuffix("~"))
        except FormatError:
            continue
        yield match.start(), match.end(), sealed


def find_look_alikes(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of everything that begins like a sealed value of any version, also if it was cut short."""
    return (match.span() for match in _LOOK_ALIKE.finditer(text)) if "seal" in text else iter(())


def find_sealed_keys(text: str) -> list[str]:
    """Give everything in `text` that is spelled like a sealed data key."""
    return _KEY_IN_TEXT.findall(text) if "key1~" in text else []


def is_sealed_key(text: str) -> bool:
    """Tell whether `parse_sealed_key` reads the text."""
    try:
        parse_sealed_key(text)
    except FormatError:
        return False
    return True


def splice(text: str, replacements: list[tuple[int, int, str]]) -> str:
    """Put sealed values into a text: (start, end, token), sorted and disjoint. Adds a closing `~` where needed."""
    pieces: list[str] = []
    position = 0
    follows_token = False
    for start, end, token in replacements:
        if position < start:
            if follows_token and text[position] in _GLUES:
                pieces.append("~")
            pieces.append(text[position:start])
            follows_token = False
        position = end
        if token:
            # The next character may belong to another token, which would join this one.
            if follows_token and token[0] in _GLUES:
                pieces.append("~")
            pieces.append(token)
            follows_token = True
    if follows_token and text[position : position + 1] in _GLUES:
        pieces.append("~")
    pieces.append(text[position:])
    return "".join(pieces)


def parse_sealed_value(token: str) -> SealedValue:
    """Read one sealed value, without the closing `~` that it may have in a text.

    Raises:
        FormatError: `unknown_version` or `bad_spelling`.
    """
    _refuse_other_versions(token)
    match = _WHOLE.fullmatch(token)
    if match is None or bool(match[1]) != (match[5] is not None):
        raise FormatError("bad_spelling", "not seal1~<entity>~<index>~<payload>")
    key = None if match[5] is None else parse_key_body(match[5])
    raw = _b64decode(match[4])
    frame = len(raw) - ID_SIZE - NONCE_SIZE - TAG_SIZE
    if frame < MIN_FRAME or frame % FRAME_STEP:
        raise FormatError("bad_spelling", f"a payload of {len(raw)} bytes; 64, 80, 96, … are possible")
    if key is not None and key.id != raw[:ID_SIZE]:
        raise FormatError("bad_spelling", "the data key beside the payload is another one")
    nonce_end = ID_SIZE + NONCE_SIZE
    return SealedValue(match[2], match[3], raw[:ID_SIZE], raw[ID_SIZE:nonce_end], raw[nonce_end:], key)


@lru_cache(maxsize=256)  # every record brings one, and a process has few; what is refused is not kept
def parse_sealed_key(text: str) -> SealedKey:
    """Read `key1~<id>~<body>`.

    Raises:
        FormatError: `unknown_version` or `bad_spelling`.
    """
    _refuse_other_versions(text)
    match = _KEY.fullmatch(text)
    if match is None:
        raise FormatError("bad_spelling", "not key1~<id>~<body>")
    key = parse_key_body(match[2])
    if _b64decode(match[1]) != key.id:
        raise FormatError("bad_spelling", "the id is not the one in the body")
    return key


def parse_key_body(body: str) -> SealedKey:
    """Read the body of a sealed data key.

    Raises:
        FormatError: `bad_spelling`.
    """
    raw = _b64decode(body)
    count, rest = divmod(len(raw) - KEY_SIZE, ID_SIZE + WRAP_SIZE)
    if rest or not 1 <= count <= MAX_RECIPIENTS:
        raise FormatError("bad_spelling", f"a data key body of {len(raw)} bytes; 32 + 84·n are possible, n ≤ 16")
    end = len(raw) - (ID_SIZE + WRAP_SIZE if count > 1 and raw.endswith(ORIGIN_MARK) else 0)
    starts = range(KEY_SIZE, end, ID_SIZE + WRAP_SIZE)
    recipients = tuple((raw[i : i + ID_SIZE], raw[i + ID_SIZE : i + ID_SIZE + WRAP_SIZE]) for i in starts)
    return SealedKey(raw[:KEY_SIZE], recipients, raw[end:])


def b64encode(raw: bytes) -> str:
    """Spell bytes as base64url without padding (RFC 4648 section 5)."""
    return binascii.b2a_base64(raw, newline=False).translate(_URL_SAFE, b"=").decode("ascii")


def letters(raw: bytes) -> str:
    """Spell bytes with the letters a to p: without digits, no text of this form can be a number of a person."""
    return raw.hex().translate(_LETTERS)


def from_letters(text: str) -> bytes:
    """Read what `letters` spells.

    Raises:
        ValueError: it is something else.
    """
    return bytes.fromhex(text.translate(_FROM_LETTERS))


def _b64decode(text: str) -> bytes:
    try:
        plain = text.encode("ascii").translate(_FROM_URL_SAFE)  # quicker than to translate a text
        raw = binascii.a2b_base64(plain + b"==")  # lenient: the comparison below is not
    except ValueError:
        raise FormatError("bad_spelling", "not base64url") from None
    if b64encode(raw) != text:
        raise FormatError("bad_spelling", "base64url with unused bits set")
    return raw


def _refuse_other_versions(text: str) -> None:
    match = _VERSION.match(text)
    if match is not None and match[1] != "1":
        raise FormatError("unknown_version", f"version {match[1][:9]}; this code knows version 1")


def parse_sealed_values(tokens: Iterable[str]) -> list[SealedValue]:
    """Read sealed values; those that are damaged are left out."""
    values = []
    for token in tokens:
        try:
            values.append(parse_sealed_value(token))
        except FormatError:
            continue
    return values


def parse_sealed_keys(texts: Iterable[str]) -> list[SealedKey]:
    """Read sealed data keys. A damaged one is as good as none: the outcome says `unknown_key`."""
    keys = []
    for text in texts:
        try:
            keys.append(parse_sealed_key(text))
        except FormatError:
            continue
    return keys
