"""Sends a checkpoint to a witness, which remembers it and cosigns, so that putting an earlier trail back is noticed.

Protocol: c2sp.org/tlog-witness. The witness gets a name, a number and a hash, and no entry.
"""

from __future__ import annotations

import base64
import http.client
import re
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sealog.audit.checkpoint import MOST_BYTES
from sealog.errors import AuditError, SettingError

if TYPE_CHECKING:
    from sealog.audit.checkpoint import SignedCheckpoint, VerifierKey
    from sealog.audit.merkle import MerkleTree

_TIMEOUT_S = 30
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,17})\n?")


class WitnessRefusedError(AuditError):
    """A witness has seen more entries than there are, or others: the trail was cut, put back, or written anew."""


def cosigned(url: str, signed: SignedCheckpoint, tree: MerkleTree, key: VerifierKey | None = None) -> SignedCheckpoint:
    """Have a checkpoint cosigned by the witness at `url`; return it with what the witness signed.

    With `key`, the witness's own, anything else that it sends is left out; without one it is kept unverified.

    Raises:
        WitnessRefusedError: the witness knows another history.
        AuditError: it can't be reached, does not know this trail, or answers something else.
        SettingError: `url` is none.
    """
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise SettingError("a witness is named by a URL with http:// or https://")
    size = signed.checkpoint.size
    status, answer = _sent(url, 0, signed, tree)
    if status == HTTPStatus.CONFLICT:
        known = _SIZE.fullmatch(answer)
        if known is None:
            raise AuditError(f"{url} answers 409 without a size")
        if int(known[1]) > size:
            raise WitnessRefusedError(
                f"{url} has seen {int(known[1])} entries, and the trail has {size}: it was cut or put back"
            )
        status, answer = _sent(url, int(known[1]), signed, tree)
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise WitnessRefusedError(
            f"{url} has seen other entries than those of this trail: it was changed or written anew"
        )
    if status == HTTPStatus.NOT_FOUND:
        raise AuditError(
            f"{url} does not know {signed.checkpoint.origin}: give its operator what `sealog audit vkey` prints"
        )
    if status != HTTPStatus.OK:
        raise AuditError(f"{url} answers {status}")
    with_lines = signed.with_lines(answer)
    if key is None:
        return with_lines
    if not with_lines.is_signed_by(key):
        raise AuditError(f"{url} answers without a cosignature of {key.name} that holds")
    ours = {(name, key_id) for name, key_id, _ in signed.signatures} | {(key.name, key.id)}
    kept = tuple(one for one in with_lines.signatures if (one[0], one[1]) in ours)
    return type(signed)(signed.checkpoint, signed.body, kept)


def _sent(url: str, old: int, signed: SignedCheckpoint, tree: MerkleTree) -> tuple[int, bytes]:
    proof = tree.consistency(old, signed.checkpoint.size)
    lines = [f"old {old}", *(base64.b64encode(one).decode("ascii") for one in proof), ""]
    body = "\n".join(lines).encode() + b"\n" + bytes(signed)
    request = urllib.request.Request(f"{url.rstrip('/')}/add-checkpoint", body, method="POST")  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - checked above
            return answer.status, answer.read(MOST_BYTES)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise AuditError(f"{url} can't be reached ({type(error).__name__})") from None
