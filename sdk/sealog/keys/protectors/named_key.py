"""What key services share whose key has one name: `--with TYPE:NAME` gives it, and the keyring keeps it as `key`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sealog.errors import SettingError

if TYPE_CHECKING:
    import re

    from typing_extensions import Self

    from sealog.keys.files import Fields
    from sealog.keys.protectors.interface import AskPin


class NamedKey:
    """The half of a `KeyService` that reads and writes the key's name; it asks for no PIN."""

    TYPE: ClassVar[str]
    NAME: ClassVar[re.Pattern[str]]
    """The names that the service gives its keys, as a whole."""
    NAMED_BY: ClassVar[str]
    """What `NAME` takes, for the error about another name."""

    def __init__(self, key: str) -> None:
        self._key = key

    @classmethod
    def named(cls, name: str, ask_pin: AskPin) -> Self:  # noqa: ARG003 - there is no PIN
        """Use the key of this name.

        Raises:
            SettingError: the name is not one that the service gives a key.
        """
        if cls.NAME.fullmatch(name) is None:
            raise SettingError(f"KEY in --with {cls.TYPE}:KEY must be {cls.NAMED_BY}")
        return cls(name)

    @classmethod
    def from_header(cls, header: Fields, ask_pin: AskPin) -> Self:  # noqa: ARG003 - there is no PIN
        """Use the key that a keyring names.

        Raises:
            KeyFileError: the name is not one that the service gives a key.
        """
        key = header.text("key")
        if cls.NAME.fullmatch(key) is None:
            raise header.error("key", cls.NAMED_BY)
        return cls(key)

    def header(self) -> dict[str, Any]:
        """Give the key's name."""
        return {"key": self._key}
