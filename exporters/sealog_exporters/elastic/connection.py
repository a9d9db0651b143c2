"""One Elasticsearch address: credentials, requests, errors. It knows no query and prints no credential."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import httpx

from sealog.errors import SettingError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Connection", "RejectedError"]

_API_KEY = "ELASTICSEARCH_API_KEY"
_USERNAME = "ELASTICSEARCH_USERNAME"
_PASSWORD = "ELASTICSEARCH_PASSWORD"  # noqa: S105 -- a variable's name
_TIMEOUT_S = 10.0


class RejectedError(StoreError):
    """Elasticsearch understood the address but not the request (HTTP 400): a mapping does not fit a query."""


class Connection:
    """Sends JSON to one Elasticsearch and reads its answers.

    Credentials come from the URL's user part, else `ELASTICSEARCH_API_KEY`, else `ELASTICSEARCH_USERNAME` and
    `ELASTICSEARCH_PASSWORD` in `environ` (by default the process's). A `client` that is given is not closed.

    Raises:
        SettingError: the URL is none, or a user name has no password; no credential is in the message.
    """

    def __init__(
        self, url: str, *, client: httpx.Client | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        parsed = _parse(url)
        self.address = str(parsed.copy_with(userinfo=b"", query=None, fragment=None)).rstrip("/")
        self._auth = _auth(parsed, os.environ if environ is None else environ)
        self._own = client is None
        self._client = client or httpx.Client(timeout=_TIMEOUT_S)

    def __repr__(self) -> str:
        return f"Connection({self.address!r})"

    def close(self) -> None:
        """Close the connections, where they are ours."""
        if self._own:
            self._client.close()

    def request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, **parameters: str
    ) -> dict[str, Any]:
        """Send a request and give the answer's JSON object.

        Raises:
            RejectedError: the answer is 400.
            StoreError: there is no answer, another status than 2xx, or no JSON; names the address.
        """
        try:
            response = self._client.request(method, self.address + path, json=body, params=parameters, auth=self._auth)
        except httpx.HTTPError as error:
            raise StoreError(f"Elasticsearch at {self.address}: no answer ({type(error).__name__})") from error
        if not response.is_success:
            raise self._refusal(response)
        answer = _json(response)
        if answer is None:
            raise StoreError(f"{self.address}: the answer is no JSON object; is this Elasticsearch?")
        return answer

    def _refusal(self, response: httpx.Response) -> StoreError:
        where, status = f"Elasticsearch at {self.address}", response.status_code
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            return StoreError(
                f"{where}: the credentials are missing or not enough (HTTP {status});"
                f" set {_API_KEY}, or {_USERNAME} and {_PASSWORD}"
            )
        # The error's type only: its reason may quote the query or a document.
        message = f"{where}: HTTP {status} ({_error_type(_json(response))})"
        return RejectedError(message) if status == httpx.codes.BAD_REQUEST else StoreError(message)


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")  # refused below, outside of this block: the error's text quotes the URL
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise SettingError("Elasticsearch URL: http://HOST:PORT or https://HOST:PORT is expected")
    return parsed


def _auth(url: httpx.URL, environ: Mapping[str, str]) -> httpx.Auth | None:
    if url.username:
        return httpx.BasicAuth(url.username, url.password)
    if environ.get(_API_KEY):
        return _ApiKey(environ[_API_KEY])
    username = environ.get(_USERNAME)
    if not username:
        return None
    if not environ.get(_PASSWORD):
        raise SettingError(f"{_USERNAME} is set, but {_PASSWORD} is not")
    return httpx.BasicAuth(username, environ[_PASSWORD])


class _ApiKey(httpx.Auth):
    def __init__(self, key: str) -> None:
        self._header = f"ApiKey {key}"

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = self._header
        yield request


def _json(response: httpx.Response) -> dict[str, Any] | None:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _error_type(answer: dict[str, Any] | None) -> str:
    error = (answer or {}).get("error")
    if not isinstance(error, dict):
        return "no reason given"
    causes = error.get("root_cause")
    cause = causes[0] if isinstance(causes, list) and causes and isinstance(causes[0], dict) else error
    return str(cause.get("type", "no reason given"))
