"""AWS access keys: the key id by its prefix, the secret access key right beside its name.

It leaves 40 characters that stand anywhere else: git has names of that length.
Source: AWS IAM user guide, "IAM identifiers: unique IDs" (prefixes) and "Manage access keys" (the secret: 40
characters of base64). Misses: secrets without their name, session tokens, keys split by escapes.
"""

from __future__ import annotations

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import is_word
from sealog.detect.secrets.published import is_published
from sealog.pattern import pattern

_SECRET_SIZE = 40
_KEY_ID = pattern(r"A(?:KI|SI|BI|CC)A[A-Z2-7]{16}")
_NAME = r"(?:[Ss]ecret_?[Aa]ccess_?[Kk]ey|SECRET_ACCESS_KEY|[Aa]ws_?[Ss]ecret_?[Kk]ey|AWS_SECRET_KEY)"
# 16 random characters hardly ever have fewer different ones; `AKIAXXXXXXXXXXXXXXXX` is a mask.
_DIFFERENT = 6
_KINDS = (pattern("[a-z]"), pattern("[A-Z]"))
_BASE64_SIGNS = frozenset("/+=")


def _validate(text: str, start: int, end: int) -> Span | None:
    if is_published(text[start:end][-_SECRET_SIZE:]):
        return None
    if _KEY_ID.match(text, start, end):
        alone = not is_word(text[start - 1 : start]) and not is_word(text[end : end + 1])
        return (start, end) if alone and len(set(text[start + 4 : end])) >= _DIFFERENT else None
    secret = end - _SECRET_SIZE
    following = text[end : end + 1]
    if is_word(following) or following in _BASE64_SIGNS:
        return None
    return (secret, end) if all(kind.search(text, secret, end) for kind in _KINDS) else None


def _normalise(value: str) -> str:
    return value


RULE = Rule(
    entity="aws_access_key",
    group="secret",
    gate=rf"A(?:KI|SI|BI|CC)A[A-Z2-7][A-Z2-7][A-Z2-7][A-Z2-7]|{_NAME}",
    shape=(
        r"A(?:KI|SI|BI|CC)A[A-Z2-7]{16}"
        rf"|{_NAME}[\"']?[ ]{{0,4}}(?::|=>?)[ ]{{0,4}}[\"']?[0-9A-Za-z/+]{{40}}"
    ),
    validate=_validate,
    normalise=_normalise,
    indexed=False,
    hits=(
        "using «AKIA5OSFODNN7QWERTYU» for s3",
        "aws_access_key_id=«ASIA5OSFODNN7QWERTYU»&x",
        '{"AccessKeyId":"«AKIAI44QH7DHBEXAMPLE»"}',
        "aws_secret_access_key=«kJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE»",
        '{"SecretAccessKey": "«kJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE»"}',
        "export AWS_SECRET_ACCESS_KEY='«ke7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY»'",
        "Credential=«AKIA5OSFODNN7QWERTYU»/20240501/us-east-1/s3/aws4_request",
    ),
    misses=(
        "AKIAIOSFODNN7EXAMPL is short",
        "AKIAIOSFODNN7EXAMPLEX is long",
        "akiaiosfodnn7example is lower case",
        "AKIA1OSFODNN8EXAMPL9 has digits that base32 lacks",
        "AIDAIOSFODNN7EXAMPLE names a user",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY without its name",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "secret_access_key=9fceb02d0ae598e95dc970b74767f19372d61af8",
        "XAKIAIOSFODNN7EXAMPLE",
        "aws_access_key_id=AKIAXXXXXXXXXXXXXXXX",
        "secretAccessKey: none",
        "AWS_ACCESS_KEY_ID=AKIA" + "IOSFODNN7EXAMPLE is of the manual",
        "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY is too",
        "secretAccessKey=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYx is too long",
    ),
)
