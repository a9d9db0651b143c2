"""Makes the vector files of sealed values version 1. HPKE draws fresh keys, so each run gives other bytes.

The files are the format: run this only to add a case to a new version, never to make a failing test pass.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.data_key import DataKey, recipient_id, seal_data_key, wrap_info
from sealog.crypto.origin import sign_origin
from sealog.crypto.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.crypto.spelling import SealedKey, SealedValue

HERE = Path(__file__).parent
PRIVATE_KEY = Secret(bytes(range(32)))
OTHER_KEY = Secret(bytes(range(32, 64)))
INDEX_KEY = Secret(bytes(range(64, 96)))
DEK = Secret(bytes(range(96, 128)))
NONCE = bytes(range(128, 140))
ORIGIN_KEY = Secret(bytes(range(140, 172)))
OTHER_ORIGIN = Secret(bytes(range(172, 204)))
VALUE, PATH = "alice@example.com", "user.email"


def flip(text: str, position: int) -> str:
    """Change one character of a base64url part to its neighbour in the alphabet, which flips one bit."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = alphabet[alphabet.index(text[position]) ^ 1]
    return text[:position] + changed + text[position + 1 :]


def main() -> None:
    """Write every file."""
    index = blind_indexer(INDEX_KEY, "default", 1)("email_address", VALUE)
    data_key = DataKey(DEK, "default")
    public_key = primitives.recipient_public_key(PRIVATE_KEY)
    wrapper = primitives.wrapper_for(public_key, wrap_info("default"))
    sealed_key = seal_data_key(DEK, data_key, [(recipient_id(public_key), wrapper)])
    sealed = data_key.seal("email_address", index, VALUE, PATH, NONCE)
    token, key = str(sealed), str(sealed_key)
    with_key = str(sealed.with_key(sealed_key))
    head, payload = token.rsplit("~", 1)
    base = {
        "tenant": "default",
        "epoch": 1,
        "private_key": PRIVATE_KEY.reveal().hex(),
        "sealed_key": key,
        "token": token,
    }
    made_from = {
        "public_key": public_key.hex(),
        "index_key": INDEX_KEY.reveal().hex(),
        "data_key": DEK.reveal().hex(),
        "nonce": NONCE.hex(),
        "commitment": sealed_key.commitment.hex(),
        "index": index,
    }
    opened = {"value": VALUE, "path": PATH[: 32 - len(VALUE) - 1]}

    def case(name: str, outcome: str, **changes: object) -> None:
        value = {"outcome": outcome, **base, **changes}
        (HERE / f"{name}.json").write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")

    case("ok-email", "ok", made_from=made_from, opened=opened)
    case("ok-with-key", "ok", token=with_key, sealed_key=None, opened=opened)
    long = data_key.seal("jwt", "0", "é" * 63 + "x", "$.auth", NONCE)
    case("ok-127-bytes", "ok", token=str(long), opened={"value": "é" * 63 + "x", "path": ""})
    lone = data_key.seal("password", "0", "a\ud800b", "password", NONCE)
    case("ok-lone-surrogate", "ok", token=str(lone), opened={"value": "a\ud800b", "path": "password"})
    empty = data_key.seal("password", "0", "", "password", NONCE)
    case("ok-empty", "ok", token=str(empty), opened={"value": "", "path": "password"})
    case("wrong-key", "unknown_key", private_key=OTHER_KEY.reveal().hex())
    case("no-key", "unknown_key", sealed_key=None)
    case("wrong-tenant", "not_authentic", tenant="other")
    case("cut-by-a-block", "not_authentic", token=str(replace(long, ciphertext=long.ciphertext[:-16])))
    case("cut-by-a-character", "bad_spelling", token=token[:-1])
    case("flipped-entity", "not_authentic", token=token.replace("email_address", "email_addrest"))
    case("flipped-index", "not_authentic", token=token.replace(index, ("b" if index[0] == "a" else "a") + index[1:]))
    case("flipped-key-id", "unknown_key", token=f"{head}~{flip(payload, 0)}")
    case("flipped-nonce", "not_authentic", token=f"{head}~{flip(payload, 8)}")
    case("flipped-ciphertext", "not_authentic", token=f"{head}~{flip(payload, 30)}")
    case("flipped-tag", "not_authentic", token=f"{head}~{flip(payload, 80)}")
    body = sealed_key.body()
    case("flipped-commitment", "not_authentic", sealed_key=f"{key[:12]}{flip(body, 20)}")
    case("flipped-recipient-id", "unknown_key", sealed_key=f"{key[:12]}{flip(body, 44)}")
    case("flipped-encapsulation", "not_authentic", sealed_key=f"{key[:12]}{flip(body, 60)}")
    case("flipped-wrapped-key", "not_authentic", sealed_key=f"{key[:12]}{flip(body, 130)}")
    case("unknown-version", "unknown_version", token=token.replace("seal1~", "seal2~"))
    case("bad-spelling-capital-entity", "bad_spelling", token=token.replace("email", "Email"))
    case("bad-spelling-padding", "bad_spelling", token=token + "==")
    case("bad-spelling-loose-bits", "bad_spelling", token=token[:-1] + loose(token[-1]))
    case("bad-spelling-index", "bad_spelling", token=token.replace(index, index[:-1]))
    origin_cases(case, sealed, sealed_key, opened)
    case("bad-spelling-foreign-key", "bad_spelling", token=f"seal1k{with_key[6:]}".replace(body, flip(body, 0)))


def origin_cases(case: Callable[..., None], value: SealedValue, sealed_key: SealedKey, opened: dict[str, str]) -> None:
    """Write the files of data keys that are signed, or not, where the opener knows the application `shop`."""
    signed = sealed_key._replace(origin=sign_origin(ORIGIN_KEY, "default", sealed_key.commitment))
    origin = signed.origin
    shop = {"name": "shop", "public_key": primitives.signing_public_key(ORIGIN_KEY).hex()}

    def origin_case(name: str, made_by: str | None, origin: bytes, **changes: object) -> None:
        text = str(sealed_key._replace(origin=origin))
        case(
            f"origin-{name}", "ok", **{"sealed_key": text, "opened": opened, **changes}, origins=[shop], origin=made_by
        )

    made_from = {"origin_key": ORIGIN_KEY.reveal().hex(), "origin": origin.hex()}
    origin_case("known", "shop", origin, made_from=made_from)
    origin_case("in-value", "shop", b"", token=str(value.with_key(signed)), sealed_key=None)
    origin_case("none", None, b"")
    origin_case("unknown", None, sign_origin(OTHER_ORIGIN, "default", sealed_key.commitment))
    origin_case("of-another-key", None, sign_origin(ORIGIN_KEY, "default", bytes(32)))
    origin_case("of-another-tenant", None, sign_origin(ORIGIN_KEY, "other", sealed_key.commitment))
    origin_case("flipped", None, origin[:9] + bytes([origin[9] ^ 1]) + origin[10:])
    case("origin-alone", "unknown_key", sealed_key=str(signed._replace(recipients=())))


def loose(character: str) -> str:
    """Set an unused trailing bit: the same bytes in a second spelling."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(character) | 1]


if __name__ == "__main__":
    main()
