"""The public opener: a gatekeeper made from the settings and one reason."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sealog.audit.actor import acting_user, actor
from sealog.audit.trail import AUDIT_NAME, AuditTrail
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.spelling import find_sealed_keys
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import ArgumentError, KeyFileError, SettingError
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.gatekeeper.openers import load_openers
from sealog.keys.keyring import load_keyring
from sealog.keys.path import as_path
from sealog.secret_file import first_line
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from sealog.gatekeeper.opened import Opened
    from sealog.keys.keyring import Keyring
    from sealog.keys.path import FilePath


OPENERS_NAME = "openers.yaml"
"""The file that says who may open what, beside the keyring."""


class Opener:
    """Opens sealed values in texts for one stated reason. Each opening is in the audit trail first.

    Use it in a `with` block: at its end the audit trail is signed.

        with sealog.Opener("ticket 4711: the customer asks for her data") as opener:
            print(opener.open_text(line).text)

    `keyring` is the keyring's file; the default is `SEALOG_KEYRING`. `passphrase` is the keyring's passphrase or a
    function that returns it, called only if the keyring has one; the default is the first line of
    `SEALOG_PASSPHRASE_FILE`. `audit_trail` is the file that openings are written to; the default is `audit.jsonl`
    beside the keyring. The trail names the user who runs the process; `openers.yaml` beside the keyring says what that
    user may open. One thread at a time may use an opener.

    Raises:
        SettingError: the reason is empty, or a setting is wrong.
        KeyFileError: the keyring is missing, readable by other users, or does not open with this passphrase.
        ArgumentError: an argument has the wrong type.
    """

    def __init__(
        self,
        reason: str,
        *,
        keyring: FilePath | None = None,
        passphrase: str | Callable[[], str] | None = None,
        audit_trail: FilePath | None = None,
    ) -> None:
        if not isinstance(reason, str):
            raise ArgumentError(f"reason must be a str, not {type(reason).__name__}")
        settings = load_settings()
        path = settings.keyring if keyring is None else as_path(keyring)
        self._gatekeeper = gatekeeper_of(
            load_keyring(path, _asker(passphrase, settings.passphrase_file)),
            path.with_name(OPENERS_NAME),
            path.with_name(AUDIT_NAME) if audit_trail is None else as_path(audit_trail),
            reason,
        )

    def open_text(self, text: str, sealed_keys: Iterable[str] = ()) -> Opened:
        """Return the text with every sealed value in it opened.

        A value whose form is `seal1~…` opens with a sealed data key (`key1~…`): one that stands in the text, or one of
        `sealed_keys`, as a record carries it in `sealog.key`. What can't be opened stays in the text as
        `[unopened <outcome>: <sealed value>]`. The audit entries are on disk when this returns.

        Raises:
            AuditError: the audit trail can't be written; nothing was opened.
            ArgumentError: the text is not a `str`.
        """
        if not isinstance(text, str):
            raise ArgumentError(f"text must be a str, not {type(text).__name__}")
        return self._gatekeeper.open_text(text, [*sealed_keys, *find_sealed_keys(text)])

    def close(self) -> None:
        """Sign the audit trail as it is now, and how many entries it has.

        Raises:
            AuditError: it can't be written.
        """
        self._gatekeeper.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def gatekeeper_of(
    keyring: Keyring,
    openers: Path,
    audit_trail: Path,
    reason: str,
    look_up: Callable[[str], Iterable[str]] = lambda _: (),
) -> Gatekeeper:
    """Return the gatekeeper of a keyring, in the name of the user who runs this process; `look_up` as it has it.

    `openers` is the file that says who may open what; where there is none, whoever has the keyring may open all.

    Raises:
        SettingError: the reason is empty, the openers' file is wrong, or it gives this user no right.
        KeyFileError: the keyring does not open.
    """
    rights = load_openers(openers)
    names, groups = acting_user()
    if rights is not None:
        rights = rights.of(names, groups)
        if not rights.rights:
            raise SettingError(f"{openers} gives {actor()} no right to open")
    return Gatekeeper(
        keyring,
        AuditTrail(audit_trail),
        reason=reason,
        actor=actor(),
        clock=time.time,
        look_up=look_up,
        indexes_of=indexes_of(keyring),
        openers=rights,
        names=names,
    )


def indexes_of(keyring: Keyring) -> Callable[[str, str], list[str]] | None:
    """Return the function that gives a value's blind index in every epoch of a keyring.

    None where an epoch was disabled or destroyed: a re-wrapped value may have an index of it, which can't be told from
    a forged one.
    """
    if keyring.shut:
        return None
    indexers = [blind_indexer(key, keyring.tenant, epoch) for epoch, key in keyring.index_keys().items()]
    scanner = default_scanner()
    return lambda entity, value: [indexer(entity, scanner.normalise(entity, value)) for indexer in indexers]


def _asker(passphrase: str | Callable[[], str] | None, file: Path | None) -> Callable[[], str]:
    if isinstance(passphrase, str):
        return lambda: passphrase
    if passphrase is not None:
        return passphrase
    if file is not None:
        return lambda: first_line(file, "SEALOG_PASSPHRASE_FILE")
    return _no_passphrase


def _no_passphrase() -> str:
    raise KeyFileError("the keyring has a passphrase: give `passphrase`, or set SEALOG_PASSPHRASE_FILE")
