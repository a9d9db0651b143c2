"""Opens by the opening service, `sealog opener`: this machine holds no private key. It keeps nothing."""

from __future__ import annotations

import json
import ssl
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sealog.crypto.secret import Unportable
from sealog.crypto.spelling import b64encode, find_look_alikes, parse_sealed_keys, parse_sealed_values
from sealog.errors import SettingError
from sealog.gatekeeper.approvals import Granted
from sealog.gatekeeper.opened import Doubt, Opened
from sealog.loopback import is_this_machine
from sealog.secret_file import first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from sealog.gatekeeper.opened import FieldOf

__all__ = ["RemoteOpener", "doubts_of"]

_OPEN = "/v1/open"
_APPROVE = "/v1/approve"
_INDEX = "/v1/index"
_SECONDS = 30.0
_MOST_ANSWER = 64 << 20
_OK = 200


class RemoteOpener(Unportable):
    """Asks one opening service, for one reason; for one thread.

    `url` is https, or http on this machine. `token_file` has the bearer token on its first line. `ca` are the
    authorities of the service's certificate (PEM); the default is the system's. `look_up` gives the sealed data keys
    that a store knows for a data-key id, for values that came without theirs; the service has no store. `option` is the
    command's option for the URL, which errors name.

    Raises:
        SettingError: the reason is empty, the URL is none that values may come from, or a file can't be read.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        token_file: Path,
        ca: Path | None = None,
        look_up: Callable[[str], Iterable[str]] = lambda _: (),
        option: str = "--service",
    ) -> None:
        if not reason.strip():
            raise SettingError("opening needs a reason that says why (--reason)")
        self.reason = reason.strip()
        self._look_up = look_up
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        here = parts.scheme == "http" and is_this_machine(parts.hostname or "")
        if not parts.hostname or not (parts.scheme == "https" or here):
            raise SettingError(f"{option}: a URL with https:// is expected; http:// is for a service on this machine")
        self._name = f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")
        self._path = parts.path.rstrip("/")
        self._token = _token(token_file)
        if parts.scheme == "http":
            self._connection = HTTPConnection(parts.hostname, port, timeout=_SECONDS)
            return
        try:
            context = ssl.create_default_context(cafile=None if ca is None else str(ca))
        except OSError:  # ssl.SSLError is one
            raise SettingError(f"{option}-ca {ca}: no certificates (PEM)") from None
        self._connection = HTTPSConnection(parts.hostname, port, timeout=_SECONDS, context=context)

    def open_text(self, text: str, sealed_keys: Iterable[str] = (), field_of: FieldOf = lambda _: None) -> Opened:
        """Open a text as `Gatekeeper.open_text` does; one without a sealed value is not sent.

        Where `field_of` names no field, the service looks whether the text is a JSON object.

        Raises:
            SettingError: the service can't be reached, or refuses; says how it answered.
        """
        tokens = [text[start:end].removesuffix("~") for start, end in find_look_alikes(text)]
        if not tokens:
            return Opened(text, 0, 0)
        one: dict[str, Any] = {"text": text, "keys": self.keys_for(tokens, list(sealed_keys))}
        if fields := {token: field for token in tokens if (field := field_of(token)) is not None}:
            one["fields"] = fields
        given = self.ask(_OPEN, {"reason": self.reason, "texts": [one]})
        with self.reading():
            (answer,) = given["texts"]
            return Opened(str(answer["text"]), int(answer["opened"]), int(answer["unopened"]), doubts_of(answer))

    def approve(self, person: str) -> Granted:
        """Approve that another person opens and looks for values, for the same reason, as `Gatekeeper.approve` does.

        Raises:
            SettingError: the service can't be reached, or refuses; says how it answered.
        """
        given = self.ask(_APPROVE, {"reason": self.reason, "name": person})
        lists = [given.get("entities"), given.get("searches", [])]
        if not all(isinstance(one, list) for one in lists):
            raise SettingError(f"{self._name} is no opening service")
        return Granted(*(tuple(map(str, one or ())) for one in lists))

    def indexes(self, entity: str, form: str | None, tag_form: str | None) -> list[str]:
        """Give the blind indexes of a value, those of all epochs, by `Scanner.index_form` and `ValueForms.tag_form`.

        Raises:
            SettingError: the service can't be reached, or refuses; says how it answered.
        """
        asked = {"entity": entity, "form": form, "tag_form": tag_form}
        answer = self.ask(_INDEX, {"reason": self.reason, "values": [asked]})
        with self.reading():
            (indexes,) = answer["indexes"]
            return [str(index) for index in indexes]

    def close(self) -> None:
        """Close the connection. The service signs its trail by itself."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read an answer inside the block.

        Raises:
            SettingError: it is not what an opening service answers.
        """
        try:
            yield
        except (KeyError, TypeError, ValueError):
            raise SettingError(f"{self._name} is no opening service, or of another version") from None

    def keys_for(self, tokens: Iterable[str], beside: list[str]) -> list[str]:
        """Give the sealed data keys that some values need: those beside them, and the store's for the others."""
        known = {key.id for key in parse_sealed_keys(beside)}
        missing = {one.key_id for one in parse_sealed_values(tokens) if one.key is None} - known
        return beside + [key for one in sorted(missing) for key in self._look_up(b64encode(one))]

    def ask(self, path: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request and give the JSON object that the service answers.

        Raises:
            SettingError: the service can't be reached, or refuses; says how it answered.
        """
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        body = json.dumps(request).encode()
        try:
            try:
                self._connection.request("POST", self._path + path, body, headers)
                answer = self._connection.getresponse()
            except (HTTPException, OSError):
                self._connection.close()  # the service closes connections that are idle: once more on a new one
                self._connection.request("POST", self._path + path, body, headers)
                answer = self._connection.getresponse()
            raw = answer.read(_MOST_ANSWER)
        except (HTTPException, OSError) as error:
            self._connection.close()
            raise SettingError(f"{self._name} can't be reached ({type(error).__name__})") from None
        try:
            given = json.loads(raw)
        except (ValueError, RecursionError):
            given = None
        if answer.status != _OK or not isinstance(given, dict):
            why = str(given.get("error", ""))[:200] if isinstance(given, dict) else ""
            raise SettingError(f"{self._name} answers {answer.status}{f': {why}' if why else ''}")
        return given


def doubts_of(answer: Mapping[str, Any]) -> tuple[Doubt, ...]:
    """Read the doubts of an answer; raises one of those that `RemoteOpener.reading` takes."""
    return tuple(Doubt(odd["kind"], odd["entity"], odd["sealed_under"]) for odd in answer["doubts"])


def _token(path: Path) -> str:
    token = first_line(path, "--token-file").strip()
    if not (token.isascii() and token.isprintable() and token):
        raise SettingError(f"--token-file: a bearer token is expected on the first line of {path}")
    return token
