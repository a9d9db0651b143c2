"""AWS KMS: a symmetric KMS key wraps the keyring's key. Region, credentials and endpoint are those of AWS's tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sealog.errors import KeyFileError
from sealog.keys.optional import optional
from sealog.keys.protectors.named_key import NamedKey
from sealog.pattern import pattern

if TYPE_CHECKING:
    import re

_ARN = pattern(r"arn:aws[\w-]*:kms:([\w-]+):.*")


class AwsKms(NamedKey):
    """A KMS key by its ARN, id, or `alias/NAME`. The encryption context binds the tenant, and is in CloudTrail."""

    TYPE: ClassVar[str] = "aws-kms"

    NAME: ClassVar[re.Pattern[str]] = pattern(
        r"arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key|alias)/[\w/-]+|alias/[\w/-]+|[\w-]{1,64}"
    )
    NAMED_BY: ClassVar[str] = "the ARN of a KMS key, its id, or alias/NAME"

    def encrypt(self, key: bytes, context: str) -> bytes:
        """Encrypt with the key."""
        return self._asked("encrypt", "CiphertextBlob", Plaintext=key, EncryptionContext={"sealog": context})

    def decrypt(self, stored: bytes, context: str) -> bytes:
        """Decrypt with this key and no other that the credentials may use."""
        return self._asked("decrypt", "Plaintext", CiphertextBlob=stored, EncryptionContext={"sealog": context})

    def _asked(self, action: str, field: str, **body: Any) -> bytes:
        session = optional("botocore.session", "kms", "AWS KMS")
        errors = optional("botocore.exceptions", "kms", "AWS KMS")
        arn = _ARN.fullmatch(self._key)
        config = optional("botocore.config", "kms", "AWS KMS").Config(
            connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 3}
        )
        try:
            client = session.get_session().create_client("kms", region_name=arn[1] if arn else None, config=config)
            answer = getattr(client, action)(KeyId=self._key, **body)
        except errors.ClientError as error:
            code = error.response.get("Error", {}).get("Code", "an error")
            raise KeyFileError(f"AWS KMS key {self._key} can't {action}: {code}") from None
        except (errors.BotoCoreError, ValueError) as error:
            raise KeyFileError(
                f"AWS KMS can't be reached or used ({type(error).__name__}); nothing opens until it can, and nothing"
                " is lost"
            ) from None
        value = answer.get(field)
        if not isinstance(value, bytes):
            raise KeyFileError(f"AWS KMS answers without {field}")
        return value
