r"""Private keys in text form, over one line or many, also where their line ends are escaped (`\n`).

It leaves public keys, certificates, and bodies that are a word or a mask. Standards: RFC 7468 (textual encodings),
RFC 1421 (headers in old keys), the OpenSSH, PGP and PuTTY forms. A key that was cut is found as far as it goes. Misses:
keys split over records.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.legible import is_legible
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import SEPARATOR
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_LONGEST = 16_384  # characters; RSA with 8192 bits has 6,500
_BEGIN = pattern(r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}", re.ASCII)
_PUTTY = pattern(r"PuTTY-User-Key-File-[0-9]: ", re.ASCII)
_LONGEST_WORD = 80
_AROUND = pattern(r"\A(?:\s|\\[nrt])+|(?:\s|\\[nrt])+\Z")
_END = pattern(r"END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}", re.ASCII)
_HEADER = pattern(r"(?:[ \t\r\n]|\\[nrt]){0,8}[A-Za-z][0-9A-Za-z-]{0,40}: [^\n\\\x1e]{0,200}", re.ASCII)
_MOST_HEADERS = 6
_HEADERS = 16  # steps of reading the headers of a key that was cut
_SHORTEST_BODY = 40
_OF_BODY = r"[0-9A-Za-z+/=\r\n\t \\]"
_BODY = pattern(rf"{_OF_BODY}{{40,16384}}", re.ASCII)
_BODY_IN_LINE = pattern(rf"(?<!{_OF_BODY}){_OF_BODY}{{40,16384}}", re.ASCII)
_PUTTY_BODY = pattern(r"[^\x1e-]{1,64}(?:-(?!MAC)[^\x1e-]{0,4096}){1,12}-MAC: ?[0-9a-f]{40,64}", re.ASCII)


def _find(text: str, start: int, _end: int) -> Span | None:
    if text[start] in "Pp":
        putty = _PUTTY.match(text, start)
        body = putty and _PUTTY_BODY.match(text, putty.end())
        return (start, body.end()) if body else None
    begin = _BEGIN.match(text, start)
    if begin is None:
        return None
    # The next dashes end the key; headers of old keys hold single ones.
    dashes = text.find("----", begin.end(), begin.end() + _LONGEST)
    if dashes >= 0 and SEPARATOR not in text[start:dashes]:
        end = _END.match(text, dashes + len(text[dashes : dashes + 6]) - len(text[dashes : dashes + 6].lstrip("- ")))
        if end is not None:
            return None if _is_no_key(text[begin.end() : dashes]) else (start, end.end())
    stop = _end_of_cut(text, begin.end())
    return None if stop is None else (start, stop)


def _end_of_cut(text: str, begin: int) -> int | None:
    """Give where the body ends of a key that was cut; it begins at `begin`, or behind headers.

    Headers are read one by one, each as far as it goes: trying shorter ones takes time with the sixth power of a line.
    """
    behind = begin
    for _ in range(_MOST_HEADERS):
        header = _HEADER.match(text, behind)
        if header is None:
            break
        spend(_HEADERS // 4)
        behind = header.end()
    body = _BODY.match(text, behind)
    if body is not None or behind == begin:
        return None if body is None else body.end()
    # Where line ends were lost, the body stands in the line of the last header.
    spend(_HEADERS)
    begins = [run.start() for run in _BODY_IN_LINE.finditer(text, begin, behind + _SHORTEST_BODY)]
    body = _BODY.match(text, begins[-1]) if begins else None
    return None if body is None else body.end()


def _is_no_key(body: str) -> bool:
    inside = _AROUND.sub("", body) if len(body) <= _LONGEST_WORD else body[:_LONGEST_WORD]
    return is_placeholder(inside) or is_legible(inside)


def _pem(kind: str, newline: str = "\n") -> str:
    lines = (
        f"-----BEGIN {kind}-----",
        "MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGB",
        "AJ5x/+Q==",
        f"-----END {kind}-----",
    )
    return newline.join(lines)


RULE = KeywordRule(
    entity="private_key",
    group="secret",
    keywords=("---- begin ", "-----begin ", "putty-user-key-file-"),
    find=_find,
    form=Form("private_key"),
    is_far=True,
    hits=(
        f"loaded «{_pem('PRIVATE KEY')}» from disk",
        f"«{_pem('RSA PRIVATE KEY')}»",
        f'{{"private_key":"«{_pem("PRIVATE KEY", chr(92) + "n")}»\\n","x":1}}',
        f"key=«{_pem('OPENSSH PRIVATE KEY', ' ')}»;",
        f"«{_pem('EC PRIVATE KEY', chr(92) + 'r' + chr(92) + 'n')}»",
        f"«{_pem('PGP PRIVATE KEY BLOCK')}»",
        f"«{_pem('ENCRYPTED PRIVATE KEY')}»",
        "cut «-----BEGIN PRIVATE KEY-----\nMIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGB»",
        f"«-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,0B\n\n{'MIICdQIBADAN' * 5}»",
        "«---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5w==\n---- END SSH2 ENCRYPTED PRIVATE KEY ----»",
        f"«PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAA\nPrivate-MAC: {'0b5e' * 16}»",
    ),
    misses=(
        _pem("PUBLIC KEY"),
        _pem("CERTIFICATE"),
        _pem("PGP PUBLIC KEY BLOCK"),
        "-----BEGIN PRIVATE KEY----- expected",
        "no -----BEGIN RSA PRIVATE KEY----- line in /etc/ssl/key.pem",
        "could not find PRIVATE KEY in file",
        "-----BEGIN PRIVATE KEY-----\nredacted\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\\n...\\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN OpenVPN Static key V1-----",
        "PuTTY-User-Key-File-2: not readable",
    ),
)
