"""One JSON request to a key service over HTTP; no error contains the request's content."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sealog.errors import KeyFileError, SettingError
from sealog.keys.optional import optional
from sealog.loopback import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMEOUT_S = (5.0, 20.0)  # to connect, to answer
_MOST_BYTES = 1 << 20
_REFUSED = 400


def checked_address(setting: str, address: str) -> str:
    """Return an address without a slash at its end. Keys go there, so it is HTTPS, or this machine.

    Raises:
        SettingError: it is neither.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise SettingError(f"{setting} must be a URL") from None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))):
        raise SettingError(f"{setting} must be a URL with https://, or http:// on this machine")
    return address.rstrip("/")


def requests_of(what: str) -> Any:
    """Give the module `requests`.

    Raises:
        SettingError: it is not installed.
    """
    return optional("requests", "kms", what)


def post(
    session: Any, url: str, body: Mapping[str, Any], headers: Mapping[str, str], *, service: str, ca: str | bool = True
) -> dict[str, Any]:
    """Post `body` by a `requests` session and return the JSON object that comes back.

    Redirections are not followed. `ca` is as `requests` has `verify`.

    Raises:
        KeyFileError: no answer, an answer that refuses, or one that is no JSON object.
    """
    requests = requests_of(service)
    try:
        with session.post(
            url, json=body, headers=headers, timeout=_TIMEOUT_S, verify=ca, allow_redirects=False, stream=True
        ) as answer:
            content = answer.raw.read(_MOST_BYTES, decode_content=True)
            status = answer.status_code
    except (requests.RequestException, OSError) as error:
        raise KeyFileError(
            f"{service} can't be reached ({type(error).__name__}); nothing opens until it can, and nothing is lost"
        ) from None
    value = _object(content)
    if status >= _REFUSED or value is None:
        raise KeyFileError(f"{service} answers {status}{_said(value)}")
    return value


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _said(value: dict[str, Any] | None) -> str:
    """Spell why a service refused: Vault's `errors`, Google's `error.message`."""
    said = (value or {}).get("errors") or (value or {}).get("error")
    if isinstance(said, dict):
        said = said.get("message")
    if isinstance(said, list):
        said = "; ".join(map(str, said))
    return f": {' '.join(str(said).split())[:200]}" if said else ""
