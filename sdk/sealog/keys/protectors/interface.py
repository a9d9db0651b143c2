"""The interfaces of protectors of private keys, and of the key services that some of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from typing_extensions import Self

    from sealog.crypto.secret import Secret
    from sealog.keys.files import Fields

    AskPin: TypeAlias = Callable[[], str]


class Protector(Protocol):
    """Wraps keys of one keyring. `label` names the key's place, so that two keys can't be swapped in the file."""

    def header(self) -> dict[str, Any]:
        """Give what the keyring file keeps to find this protector again; nothing secret."""

    def wrap(self, key: Secret, label: str) -> bytes:
        """Give the bytes to store.

        Raises:
            KeyFileError: it can't wrap now; nothing was stored.
        """

    def unwrap(self, stored: bytes, label: str) -> Secret:
        """Undo `wrap`.

        Raises:
            KeyFileError: wrong passphrase, the stored bytes were changed, or what unwraps can't be reached.
        """


class KeyService(Protocol):
    """A service or device that holds a key, which never leaves it. `Enveloped` makes a protector of it.

    Its address and credentials come from the environment, as for its own tools, never from the keyring: a changed
    keyring must not send credentials elsewhere.
    """

    TYPE: ClassVar[str]

    @classmethod
    def named(cls, name: str, ask_pin: AskPin) -> Self:
        """Use the key of this name, as a command names it; `ask_pin` is called only where there is a PIN.

        Raises:
            SettingError: that is no name.
        """

    @classmethod
    def from_header(cls, header: Fields, ask_pin: AskPin) -> Self:
        """Use the key that a keyring names.

        Raises:
            KeyFileError: that is no name.
        """

    def header(self) -> dict[str, Any]:
        """Give the fields that name the key in the keyring file."""

    def encrypt(self, key: bytes, context: str) -> bytes:
        """Encrypt 32 bytes, bound to a context that `decrypt` must be given again.

        Raises:
            KeyFileError: the service can't be reached, or refuses.
        """

    def decrypt(self, stored: bytes, context: str) -> bytes:
        """Undo `encrypt`.

        Raises:
            KeyFileError: the service can't be reached or refuses, or the stored bytes or the context are others.
        """
