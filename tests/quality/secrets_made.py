"""Invented secrets in the forms that their makers document. None of them ever opened anything."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import string
import zlib
from typing import TYPE_CHECKING

from quality.source import ALNUM, HEX

if TYPE_CHECKING:
    from collections.abc import Callable

    from quality.source import Source

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_LOWER = string.ascii_lowercase + string.digits
_URLSAFE = ALNUM + "-_"


def _github(source: Source) -> str:
    body = source.random.choice(["ghp", "gho", "ghs"]) + "_" + source.text(ALNUM, 30)
    number, check = zlib.crc32(body[4:].encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        check = _BASE62[rest] + check
    return body + check


def _jwt(source: Source) -> str:
    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    claims = {"sub": source.text(_LOWER, 12), "iat": source.random.randrange(10**9, 2 * 10**9), "adm": False}
    signed = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(claims)
    signature = hmac.new(source.random.randbytes(32), signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def _password(source: Source) -> str:
    person = source.people()
    word = person.word() + source.digits(3) + source.random.choice("!?#")
    return source.random.choice([person.password(length=12, special_chars=False), word.capitalize()])


MAKERS: dict[str, Callable[[Source], str]] = {
    "anthropic_key": lambda source: f"sk-ant-api03-{source.text(_URLSAFE, 93)}AA",
    "authorization/basic": lambda source: base64.b64encode(
        f"{source.people().user_name()}:{source.text(ALNUM, 10)}".encode()
    ).decode(),
    "aws_access_key": lambda source: "AKIA" + source.text(string.ascii_uppercase + "234567", 16),
    "aws_access_key/secret": lambda source: source.text(ALNUM + "+/", 39) + source.text(ALNUM, 1),
    "digitalocean_token": lambda source: "dop_v1_" + source.text(HEX, 64),
    "gcp_api_key": lambda source: "AIza" + source.text(_URLSAFE, 34) + source.text(ALNUM, 1),
    "github_token": _github,
    "gitlab_token": lambda source: "glpat-" + source.text(ALNUM, 20),
    "huggingface_token": lambda source: "hf_" + source.text(string.ascii_letters, 34),
    "jwt": _jwt,
    "npm_token": lambda source: "npm_" + source.text(ALNUM, 36),
    "openai_key": lambda source: f"sk-proj-{source.text(ALNUM, 74)}T3BlbkFJ{source.text(ALNUM, 74)}",
    "password": _password,
    "pypi_token": lambda source: "pypi-AgEIcHlwaS5vcmc" + source.text(_URLSAFE, 150) + source.text(ALNUM, 1),
    "secret": lambda source: source.text(ALNUM, 32),
    "secret/hex": lambda source: source.text(HEX, 40),
    "sendgrid_key": lambda source: f"SG.{source.text(_URLSAFE, 21)}x.{source.text(_URLSAFE, 42)}y",
    "shopify_token": lambda source: "shpat_" + source.text(HEX, 32),
    "slack_token": lambda source: (
        f"xoxb-{source.digits(12, '123')}-{source.digits(13, '123')}-{source.text(ALNUM, 24)}"
    ),
    "stripe_key": lambda source: "sk_live_" + source.text(ALNUM, source.random.choice([24, 99])),
    "telegram_token": lambda source: f"{source.digits(10, '56')}:AA{source.text(_URLSAFE, 32)}z",
}
"""By entity, and what follows a slash tells variants apart."""
