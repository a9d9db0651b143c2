"""TLS of a listener: a certificate with its key, and whose client certificates are believed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import grpc

from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Tls", "tls_of"]


@dataclass(frozen=True)
class Tls:
    """PEM files. With `client_ca` a sender must show a certificate that one of these authorities signed (mTLS)."""

    certificate: Path
    key: Path
    client_ca: Path | None = None

    def grpc_credentials(self) -> grpc.ServerCredentials:
        """Give what grpcio listens with."""
        ca = None if self.client_ca is None else self.client_ca.read_bytes()
        pair = (self.key.read_bytes(), self.certificate.read_bytes())
        return grpc.ssl_server_credentials([pair], root_certificates=ca, require_client_auth=ca is not None)

    def uvicorn_options(self) -> dict[str, Any]:
        """Give what uvicorn listens with."""
        options: dict[str, Any] = {"ssl_certfile": self.certificate, "ssl_keyfile": self.key}
        if self.client_ca is not None:
            options |= {"ssl_ca_certs": str(self.client_ca), "ssl_cert_reqs": ssl.CERT_REQUIRED}
        return options


def tls_of(certificate: Path | None, key: Path | None, client_ca: Path | None) -> Tls | None:
    """Give the TLS of these files, None where there is none of them.

    Raises:
        SettingError: a file is missing, can't be read, or is no certificate, key or authority; names the setting.
    """
    if certificate is None and key is None and client_ca is None:
        return None
    if certificate is None or key is None:
        raise SettingError("--tls-cert and --tls-key belong together, and --client-ca needs both")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except OSError:  # ssl.SSLError is one
        raise SettingError(f"--tls-cert {certificate}, --tls-key {key}: no certificate with its key (PEM)") from None
    try:
        if client_ca is not None:
            context.load_verify_locations(client_ca)
    except OSError:
        raise SettingError(f"--client-ca {client_ca}: no certificates (PEM)") from None
    return Tls(certificate, key, client_ca)
