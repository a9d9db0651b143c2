"""One Elasticsearch address: its official client, whose errors become ours. No message holds a credential."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from elasticsearch import ApiError, Elasticsearch, SerializationError, TransportError, UnsupportedProductError

from sealog.errors import SettingError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from urllib.parse import SplitResult

__all__ = ["API_KEY", "Connection", "RejectedError", "client_options", "error_reason", "error_type"]

API_KEY = "ELASTICSEARCH_API_KEY"
_USERNAME = "ELASTICSEARCH_USERNAME"
_PASSWORD = "ELASTICSEARCH_PASSWORD"  # noqa: S105 -- a variable's name
_CA = "ELASTICSEARCH_CA_CERTS"
_TIMEOUT_S = 30.0

# What fails is told by us, once; without a handler Python would print the client's line for each attempt.
logging.getLogger("elastic_transport").addHandler(logging.NullHandler())
_BAD_REQUEST = 400
_NO_ACCESS = {401, 403}


class RejectedError(StoreError):
    """Elasticsearch understood the address but not the request (HTTP 400): a mapping does not fit a query."""


class Connection:
    """The official client of one Elasticsearch 8 or 9, for one thread at a time.

    Credentials come from the URL's user part, else `ELASTICSEARCH_API_KEY`, else `ELASTICSEARCH_USERNAME` and
    `ELASTICSEARCH_PASSWORD`; `ELASTICSEARCH_CA_CERTS` names the file of the authorities that sign its certificate.
    All are read from `environ`, by default the process's.

    Raises:
        SettingError: the URL is none, or a user name has no password; no credential is in the message.
    """

    def __init__(self, url: str, *, environ: Mapping[str, str] | None = None) -> None:
        self.address, options = client_options(url, os.environ if environ is None else environ)
        self.client = Elasticsearch(**options, max_retries=2, retry_on_timeout=False)

    def __repr__(self) -> str:
        return f"Connection({self.address!r})"

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn the client's errors inside the block into ours.

        Raises:
            RejectedError: the answer is 400.
            StoreError: there is no answer, another status than 2xx, or no JSON; names the address.
        """
        try:
            yield
        except UnsupportedProductError:
            raise StoreError(f"{self.address}: the answer is not one of Elasticsearch's") from None
        except ApiError as error:
            # Not as the cause: its message quotes the answer, which may quote a query or a document.
            raise self._refusal(error.status_code, error_type(error.body)) from None
        except (SerializationError, RecursionError):
            raise StoreError(f"{self.address}: the answer is not a JSON object; is this Elasticsearch?") from None
        except TransportError as error:
            raise StoreError(f"Elasticsearch at {self.address}: no answer ({type(error).__name__})") from None

    def _refusal(self, status: int, kind: str) -> StoreError:
        where = f"Elasticsearch at {self.address}"
        if status in _NO_ACCESS:
            return StoreError(
                f"{where}: the credentials are missing or not enough (HTTP {status});"
                f" set {API_KEY}, or {_USERNAME} and {_PASSWORD}"
            )
        # The error's type only: its reason may quote the query or a document.
        message = f"{where}: HTTP {status} ({kind})"
        return RejectedError(message) if status == _BAD_REQUEST else StoreError(message)


def client_options(url: str, environ: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Give an address without credentials, and what the official client's constructor takes for it.

    Raises:
        SettingError: the URL is none, or a user name has no password; no credential is in the message.
    """
    parts = _parse(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"
    options: dict[str, Any] = {"hosts": [address], "request_timeout": _TIMEOUT_S, "http_compress": True}
    if parts.scheme == "https" and environ.get(_CA):
        options["ca_certs"] = environ[_CA]
    return address, options | _credentials(parts, environ)


def error_type(answer: object) -> str:
    """Read the type of an error from Elasticsearch's answer, which never quotes a document, as its reason may."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return "no reason given"
    causes = error.get("root_cause")
    cause = causes[0] if isinstance(causes, list) and causes and isinstance(causes[0], dict) else error
    return str(cause.get("type", "no reason given"))


def error_reason(answer: object) -> str:
    """Read the reason of an error, which may quote what was sent: only where that was not a record."""
    error = answer.get("error") if isinstance(answer, dict) else None
    return str(error.get("reason", error)) if isinstance(error, dict) else str(error or "no reason given")


def _parse(url: str) -> SplitResult:
    wrong = not url.isascii() or not url.isprintable()
    try:
        parts = urlsplit(url)
        wrong = wrong or parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:  # outside of the block: the error's text quotes the URL
        raise SettingError("Elasticsearch URL: http://HOST:PORT or https://HOST:PORT is expected")
    return parts


def _credentials(url: SplitResult, environ: Mapping[str, str]) -> dict[str, Any]:
    if url.username:
        return {"basic_auth": (unquote(url.username), unquote(url.password or ""))}
    if environ.get(API_KEY):
        return {"api_key": environ[API_KEY]}
    username = environ.get(_USERNAME)
    if not username:
        return {}
    if not environ.get(_PASSWORD):
        raise SettingError(f"{_USERNAME} is set, but {_PASSWORD} is not")
    return {"basic_auth": (username, environ[_PASSWORD])}
