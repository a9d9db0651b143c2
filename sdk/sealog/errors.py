"""The errors that sealog raises, as one small tree.

SealogError
├── SettingError       a setting, file or argument is wrong; the message names it
│   ├── KeyFileError   a bundle or keyring can't be read or used
│   └── ArgumentError  an argument has the wrong type (also a TypeError)
├── FormatError        a text is not a sealed value or sealed data key of a known version
├── OpenError          a valid sealed value can't be opened with these keys
├── AuditError         the audit trail can't be read or written, so nothing is opened
├── StoreError         a log store can't be reached or refuses a request
└── TooCostlyError     scanning a text takes more work than was allowed (in sealog.detect.model.scan_budget)

No message holds a user's data: it names the path, the setting or the type.
"""

from __future__ import annotations

__all__ = [
    "ArgumentError",
    "AuditError",
    "FormatError",
    "KeyFileError",
    "OpenError",
    "SealogError",
    "SettingError",
    "StoreError",
]


class SealogError(Exception):
    """Base of every error that sealog raises on purpose."""


class SettingError(SealogError):
    """A setting, file or argument is wrong; the message names it and what is allowed."""


class KeyFileError(SettingError):
    """A bundle or keyring can't be read, or does not hold what it must."""


class ArgumentError(SettingError, TypeError):
    """An argument has a type that the function does not take; the message names the type, never the value."""


class FormatError(SealogError):
    """A text is not a sealed value (or sealed data key) of a version that this code knows.

    `outcome` is one of the closed list in docs/spec/sealed-value.md: `bad_spelling`, `unknown_version`.
    """

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome


class OpenError(SealogError):
    """A sealed value can't be opened.

    `outcome` is one of the closed list in docs/spec/sealed-value.md: `unknown_key`, `not_authentic`, `bad_spelling`.
    """

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome


class AuditError(SealogError):
    """The audit trail can't be read or written; then nothing is opened."""


class StoreError(SealogError):
    """A log store can't be reached or refuses a request; the message names the store's address."""
