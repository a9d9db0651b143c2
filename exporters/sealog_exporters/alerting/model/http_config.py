"""What a POST carries beside its body: headers, and certificates for TLS. Keeps no secret and no key in memory."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.notifier import DeliveryError, reveal

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.secret import Secret

_VALUE = re.compile(r"[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?", re.ASCII)  # RFC 9110, 5.5, without what is obsolete
Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files: who may have signed the receiver's certificate (empty: the system's list), and our own certificate."""

    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""

    def stamp(self) -> Stamp:
        """Give what changes when a file does.

        Raises:
            DeliveryError: a file is gone, which another try may find.
        """
        return tuple(_stamp(name, path) for name, path in self._files())

    def context(self) -> ssl.SSLContext:
        """Load the files. The receiver's certificate and host name are always checked.

        Raises:
            DeliveryError: a file is not what its name says, as in the middle of an exchange.
        """
        try:
            context = ssl.create_default_context(cafile=self.ca_file or None)
            if self.cert_file:
                # A key with a passphrase would make OpenSSL ask on the terminal.
                context.load_cert_chain(self.cert_file, self.key_file or None, password="")
        except (OSError, ValueError) as error:  # SSLError is an OSError
            raise DeliveryError(f"the files of tls_config can't be used ({type(error).__name__})") from None
        return context

    def _files(self) -> list[tuple[str, str]]:
        named = (("ca_file", self.ca_file), ("cert_file", self.cert_file), ("key_file", self.key_file))
        return [(name, path) for name, path in named if path]


@dataclass(frozen=True, slots=True)
class HttpConfig:
    """Headers, each with where its value is, and TLS; `None`: the system's authorities and no certificate of ours."""

    headers: tuple[tuple[str, Secret], ...] = ()
    tls: Tls | None = None

    def reveal_headers(self) -> dict[str, str]:
        """Read the values, for each request: a rotated one is used at once.

        Raises:
            DeliveryError: one can't be read, or can't stand in a header; the message names the header.
        """
        return {name: _value(name, reveal(secret)) for name, secret in self.headers}


def _value(name: str, text: str) -> str:
    if not _VALUE.fullmatch(text):
        raise DeliveryError(f"the value of the header {name} holds what no header can")
    return text


def _stamp(name: str, path: str) -> tuple[int, int]:
    try:
        found = Path(path).stat()
    except OSError as error:
        raise DeliveryError(f"{name} of tls_config can't be read ({type(error).__name__})") from None
    return found.st_mtime_ns, found.st_size
