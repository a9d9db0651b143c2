"""TLS of a listener: a certificate with its key, and whose client certificates are believed. Followed when renewed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc

from sealog.errors import SettingError
from sealog_exporters.otlp.changes import stamp_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Tls", "tls_of"]


@dataclass(frozen=True)
class _Read:
    """What the files hold at one moment: for HTTP, and the same for gRPC."""

    context: ssl.SSLContext
    grpc: grpc.ServerCertificateConfiguration


class Tls:
    """PEM files. With `client_ca` a sender must show a certificate that one of these authorities signed (mTLS).

    New connections get what was read last; those that are there go on. Any thread may use it, one at a time `look`.

    Raises:
        SettingError: a file is missing, can't be read, or is no certificate, key or authority; names the setting.
    """

    def __init__(self, certificate: Path, key: Path, client_ca: Path | None = None) -> None:
        self._certificate = certificate
        self._key = key
        self._client_ca = client_ca
        self._seen = stamp_of(certificate, key, client_ca)
        self._read = self._now()

    def look(self) -> bool:
        """Read the files again if one of them changed; give whether what they hold is in use from now on.

        Raises:
            SettingError: as the constructor; what was read before stays in use.
        """
        found = stamp_of(self._certificate, self._key, self._client_ca)
        if found == self._seen:
            return False
        read = self._now()
        if stamp_of(self._certificate, self._key, self._client_ca) != found:
            return False  # they are being changed: certificate and key may be of two renewals
        self._seen, self._read = found, read
        return True

    def context(self) -> ssl.SSLContext:
        """Give what an HTTP server listens with; each connection gets what was read last."""

        def renew(connection: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
            connection.context = self._read.context

        listening = self._context()
        listening.sni_callback = renew
        return listening

    def grpc_credentials(self) -> grpc.ServerCredentials:
        """Give what grpcio listens with; each connection gets what was read last."""
        given = self._read

        def renewed() -> grpc.ServerCertificateConfiguration | None:
            nonlocal given
            if given is self._read:
                return None
            given = self._read
            return given.grpc

        return grpc.dynamic_ssl_server_credentials(
            given.grpc,
            renewed,  # type: ignore[arg-type] # the stubs lack None, which is no change
            require_client_authentication=self._client_ca is not None,
        )

    def _now(self) -> _Read:
        context = self._context()
        try:
            pair = self._key.read_bytes(), self._certificate.read_bytes()
            ca = None if self._client_ca is None else self._client_ca.read_bytes()
        except OSError as error:
            raise SettingError(f"{error.filename}: can't be read ({error.strerror})") from None
        return _Read(context, grpc.ssl_server_certificate_configuration([pair], root_certificates=ca))

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        # Who resumes a session is not asked for a certificate again, not even one that is believed no more.
        context.options |= ssl.OP_NO_TICKET
        context.num_tickets = 0
        certificate, key, client_ca = self._certificate, self._key, self._client_ca
        try:
            context.load_cert_chain(certificate, key, password=lambda: "")
        except OSError:  # ssl.SSLError is one
            pair = f"--tls-cert {certificate}, --tls-key {key}"
            raise SettingError(f"{pair}: must hold a certificate and its key (PEM)") from None
        try:
            if client_ca is not None:
                context.load_verify_locations(client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
        except OSError:
            raise SettingError(f"--client-ca {client_ca}: must hold certificates (PEM)") from None
        return context


def tls_of(certificate: Path | None, key: Path | None, client_ca: Path | None) -> Tls | None:
    """Give the TLS of these files, None where there is none of them.

    Raises:
        SettingError: as `Tls`, or one is given without the others that it needs.
    """
    if certificate is None and key is None and client_ca is None:
        return None
    if certificate is None or key is None:
        raise SettingError("--tls-cert and --tls-key belong together, and --client-ca needs both")
    return Tls(certificate, key, client_ca)
