"""Google Cloud KMS: a symmetric key wraps the keyring's key, over the REST interface.

Credentials are the application default ones. `CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS` moves the endpoint, as for
`gcloud`; an endpoint on this machine gets no credentials. CRC-32C checks the integrity in both directions, as Google's
documentation asks (https://cloud.google.com/kms/docs/data-integrity-guidelines).
"""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any, ClassVar

import google_crc32c

from sealog.errors import KeyFileError
from sealog.keys.optional import optional
from sealog.keys.protectors.named_key import NamedKey
from sealog.keys.protectors.rest import checked_address, post, requests_of
from sealog.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

_SCOPE = "https://www.googleapis.com/auth/cloudkms"
_ENDPOINT = "CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS"


class GcpKms(NamedKey):
    """A symmetric CryptoKey by its resource name. Its primary version encrypts; the version that encrypted decrypts."""

    TYPE: ClassVar[str] = "gcp-kms"

    NAME: ClassVar[re.Pattern[str]] = pattern(
        r"projects/[\w.:-]+/locations/[\w-]+/keyRings/[\w-]{1,63}/cryptoKeys/[\w-]{1,63}"
    )
    NAMED_BY: ClassVar[str] = "the resource name of a CryptoKey: projects/P/locations/L/keyRings/R/cryptoKeys/K"

    def __init__(self, key: str, environ: Mapping[str, str] = os.environ) -> None:
        super().__init__(key)
        self._environ = environ

    def encrypt(self, key: bytes, context: str) -> bytes:
        """Encrypt with the key's primary version; see `KeyService`.

        Raises:
            KeyFileError: the service can't be reached, refuses, or did not get what was sent.
        """
        body = _checked(plaintext=key, additionalAuthenticatedData=context.encode())
        answer = self._asked("encrypt", body)
        if not (answer.get("verifiedPlaintextCrc32c") and answer.get("verifiedAdditionalAuthenticatedDataCrc32c")):
            raise KeyFileError("Google Cloud KMS did not get what was sent (CRC-32C); nothing was changed")
        return _taken(answer, "ciphertext")

    def decrypt(self, stored: bytes, context: str) -> bytes:
        """Decrypt with the version that encrypted."""
        body = _checked(ciphertext=stored, additionalAuthenticatedData=context.encode())
        return _taken(self._asked("decrypt", body), "plaintext")

    def _asked(self, action: str, body: dict[str, str]) -> dict[str, Any]:
        endpoint = checked_address(_ENDPOINT, self._environ.get(_ENDPOINT) or "https://cloudkms.googleapis.com")
        session = _session(endpoint)
        return post(
            session, f"{endpoint}/v1/{self._key}:{action}", body, {}, service=f"Google Cloud KMS key {self._key}"
        )


def _session(endpoint: str) -> Any:
    if endpoint.startswith("http://"):  # on this machine: an emulator
        return requests_of("Google Cloud KMS").Session()
    auth = optional("google.auth", "kms", "Google Cloud KMS")
    transport = optional("google.auth.transport.requests", "kms", "Google Cloud KMS")
    try:
        credentials, _ = auth.default(scopes=[_SCOPE])
    except auth.exceptions.GoogleAuthError as error:
        raise KeyFileError(f"there are no usable credentials for Google Cloud KMS ({type(error).__name__})") from None
    return transport.AuthorizedSession(credentials)


def _checked(**fields: bytes) -> dict[str, str]:
    body = {}
    for name, value in fields.items():
        body[name] = base64.b64encode(value).decode("ascii")
        body[f"{name}Crc32c"] = str(_crc32c(value))
    return body


def _taken(answer: dict[str, Any], name: str) -> bytes:
    try:
        value = base64.b64decode(answer[name], validate=True)
        intact = int(answer[f"{name}Crc32c"]) == _crc32c(value)
    except (KeyError, TypeError, ValueError):
        intact = False
    if not intact:
        raise KeyFileError(f"the answer of Google Cloud KMS did not come whole ({name}, CRC-32C); try again")
    return value


def _crc32c(value: bytes) -> int:
    return int(google_crc32c.value(value))
