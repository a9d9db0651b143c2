"""AWS KMS: a symmetric KMS key wraps the keyring's key. Region, credentials and endpoint are those of AWS's tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sealog.errors import KeyFileError, SettingError
from sealog.keys.optional import optional
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.keys.files import Fields
    from sealog.keys.protectors.interface import AskPin

_NAME = pattern(r"arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key|alias)/[\w/-]+|alias/[\w/-]+|[\w-]{1,64}")
_ARN = pattern(r"arn:aws[\w-]*:kms:([\w-]+):.*")


class AwsKms:
    """A KMS key by its ARN, id, or `alias/NAME`. The encryption context binds the tenant, and is in CloudTrail."""

    TYPE: ClassVar[str] = "aws-kms"

    def __init__(self, key: str) -> None:
        self._key = key

    @classmethod
    def named(cls, name: str, ask_pin: AskPin) -> AwsKms:  # noqa: ARG003 - there is no PIN
        """Use the key of this name.

        Raises:
            SettingError: that is no name of a key.
        """
        if _NAME.fullmatch(name) is None:
            raise SettingError("--with aws-kms:KEY is a key's ARN, its id, or alias/NAME")
        return cls(name)

    @classmethod
    def from_header(cls, header: Fields, ask_pin: AskPin) -> AwsKms:  # noqa: ARG003 - there is no PIN
        """Use the key that a keyring names.

        Raises:
            KeyFileError: that is no name of a key.
        """
        if _NAME.fullmatch(header.text("key")) is None:
            raise header.error("key", "an ARN, an id or an alias of a KMS key")
        return cls(header.text("key"))

    def header(self) -> dict[str, Any]:
        """Give the key's name."""
        return {"key": self._key}

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
