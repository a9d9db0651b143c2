"""Shared by commands that open or search for values: the keyring of the settings, its indexes, the audit trail."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from sealog.cli.terminal import passphrase_asker
from sealog.errors import KeyFileError, SettingError
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import ExitStack

    from sealog.crypto.index_service import IndexService
    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.gatekeeper.remote import RemoteOpener
    from sealog.keys.keyring import Keyring

PassphraseFile: TypeAlias = Annotated[
    Path | None, typer.Option(help="Its first line is the keyring's passphrase. Default: SEALOG_PASSPHRASE_FILE.")
]
Service: TypeAlias = Annotated[
    str, typer.Option(help="URL of an opening service (`sealog opener`): no keyring is needed here.")
]
TokenFile: TypeAlias = Annotated[Path | None, typer.Option(help="Its first line is the bearer token for the service.")]
ServiceCa: TypeAlias = Annotated[
    Path | None, typer.Option(help="Authorities of the service's certificate (PEM). Default: the system's.")
]

_BY_SERVICE = "its index is made by the index service, whose keyring SEALOG_INDEX_KEYRING must name"


def gatekeeper(
    reason: str, look_up: Callable[[str], Iterable[str]] = lambda _: (), passphrase_file: Path | None = None
) -> Gatekeeper:
    """Make the gatekeeper of the keyring that the settings name, in the name of the user who runs this.

    `passphrase_file` overrides the one of the settings.

    Raises:
        SettingError: no reason was given.
        KeyFileError: the keyring is missing or does not open.
    """
    from sealog.gatekeeper.opener import OPENERS_NAME, gatekeeper_of
    from sealog.keys.keyring import load_keyring

    if not reason.strip():
        raise SettingError("opening needs a reason that says why: --reason TEXT")
    settings = load_settings()
    keyring = load_keyring(settings.keyring, passphrase_asker(passphrase_file or settings.passphrase_file))
    return gatekeeper_of(keyring, settings.keyring.with_name(OPENERS_NAME), audit_path(), reason, look_up)


class OpeningService(NamedTuple):
    """What a command was told of an opening service; an empty `url` means none. `option` is the one for its URL."""

    url: str
    token_file: Path | None
    ca: Path | None
    option: str = "--service"


def opener_of(
    stack: ExitStack,
    reason: str,
    passphrase_file: Path | None,
    service: OpeningService,
    look_up: Callable[[str], Iterable[str]] = lambda _: (),
) -> Gatekeeper | RemoteOpener:
    """Give what opens by the keyring, or by the opening service where one is named; `stack` closes it.

    Raises:
        SettingError: no reason was given, or what is said of the service is wrong.
        KeyFileError: the keyring is missing or does not open.
    """
    if not service.url:
        return stack.enter_context(closing(gatekeeper(reason, look_up, passphrase_file)))
    return remote_opener(stack, reason, service, look_up)


def remote_opener(
    stack: ExitStack, reason: str, service: OpeningService, look_up: Callable[[str], Iterable[str]] = lambda _: ()
) -> RemoteOpener:
    """Give what opens by an opening service; `stack` closes it.

    Raises:
        SettingError: no reason was given, or what is said of the service is wrong.
    """
    from sealog.gatekeeper.remote import RemoteOpener

    if service.token_file is None:
        raise SettingError("--service and --opener need --token-file")
    opener = RemoteOpener(service.url, reason, service.token_file, service.ca, look_up, service.option)
    return stack.enter_context(closing(opener))


def blind_indexes(
    entity: str, value: str, *, reason: str = "", bundle_only: bool = False, opener: RemoteOpener | None = None
) -> list[str]:
    """Give a value's blind index in every epoch of the keyring, newest first; without one, in the bundle's epoch.

    With `bundle_only` the keyring is not asked; with an `opener` that service is, and no key of this machine.

    The policy of the settings says which entities have one, as it does for the applications. With an openers.yaml
    beside the keyring the search is for a `reason`, counts as an opening, and is in the audit trail.

    Raises:
        SettingError: the entity is not known, or values of it have no index; or the service refuses; or openers.yaml
            is against it, or there and no keyring is.
        AuditError: the trail can't be read or written.
        KeyFileError: there is neither keyring nor bundle, or the keyring does not open.
    """
    from sealog.crypto.value_indexes import ValueIndexes
    from sealog.keys.bundle import load_bundle
    from sealog.keys.keyring import load_keyring

    settings = load_settings()
    form, tag_form = _index_forms(entity, value)
    if opener is not None:
        if indexes := opener.indexes(entity, form, tag_form):
            return indexes
        raise SettingError(f"the opening service has no index for this {entity}: {_BY_SERVICE}, on its machine")
    if form is None and settings.index_keyring is None:
        raise SettingError(
            f"this {entity} has no blind index under the bundle's key, since it can be guessed: {_BY_SERVICE}"
        )
    if settings.keyring.exists() and not bundle_only:
        keyring = load_keyring(settings.keyring, passphrase_asker(settings.passphrase_file))
        tenant, keys = keyring.tenant, keyring.index_keys()
    else:
        keyring = None
        bundle = load_bundle(settings.bundle, signer=settings.bundle_signer)
        tenant, keys = bundle.tenant, {bundle.epoch: bundle.index_key}
    service = None if tag_form is None else index_service(tenant)
    indexes = ValueIndexes(keys, tenant, service)(entity, form, tag_form)
    _permit(entity, reason, keyring, indexes)
    return indexes


def _permit(entity: str, reason: str, keyring: Keyring | None, indexes: list[str]) -> None:
    """Put a search for a value into the trail where there is an openers.yaml, and that allows it.

    Raises:
        SettingError, AuditError: as `blind_indexes`.
    """
    from sealog.gatekeeper.opener import OPENERS_NAME, gatekeeper_of

    path = load_settings().keyring.with_name(OPENERS_NAME)
    if not os.path.lexists(path):
        return
    if keyring is None:
        raise SettingError(f"{path} says who may look for values: that takes the keyring, which has the trail")
    if not reason.strip():
        raise SettingError(f"{path} says who may look for values: give a reason that says why (--reason)")
    with closing(gatekeeper_of(keyring, path, audit_path(), reason)) as keeper:
        facts = keeper.permit_searches([entity])
        keeper.record("index", indexes, **facts)


def _index_forms(entity: str, value: str) -> tuple[str | None, str | None]:
    """Give what a value's index is made of, under the bundle's key and by the index service.

    Raises:
        SettingError: the entity is not known, or values of it have no index.
    """
    from sealog.policy.protection import protection

    scanner, _ = protection(load_settings().policy, only_looks=True)
    if entity not in scanner.entities:
        raise SettingError(f"--entity must be one of {', '.join(sorted(scanner.entities))}")
    if not scanner.indexed(entity) and not scanner.forms.tagged(entity):
        known = ", ".join(
            sorted(name for name in scanner.entities if scanner.indexed(name) or scanner.forms.tagged(name))
        )
        raise SettingError(
            f"--entity {entity} has no blind index, since its values can be guessed; {known} have one"
            " (`index` in the policy of the applications, SEALOG_POLICY)"
        )
    return scanner.index_form(entity, value), scanner.forms.tag_form(entity, value)


def index_service(tenant: str, passphrase_file: Path | None = None) -> IndexService | None:
    """Give the index service whose keyring `SEALOG_INDEX_KEYRING` names; None where it names none.

    Raises:
        KeyFileError: the keyring is missing, of another purpose or tenant, or does not open.
    """
    read = index_service_reader(passphrase_file)
    service = None if read is None else read()
    if service is not None and service.tenant != tenant:
        raise KeyFileError(f"SEALOG_INDEX_KEYRING is of tenant {service.tenant}, and the keys of tenant {tenant}")
    return service


def index_service_reader(passphrase_file: Path | None = None) -> Callable[[], IndexService] | None:
    """Give what reads the index service's keyring; None where `SEALOG_INDEX_KEYRING` names none.

    What it gives raises KeyFileError: the keyring is missing, of another purpose, or does not open.
    """
    from sealog.key_life.index_service import index_service_of
    from sealog.keys.keyring import load_keyring

    settings = load_settings()
    path = settings.index_keyring
    if path is None:
        return None
    ask = passphrase_asker(passphrase_file or settings.passphrase_file)
    return lambda: index_service_of(load_keyring(path, ask, purpose="index"))


def audit_path() -> Path:
    """Give the audit trail's file: beside the keyring."""
    from sealog.audit.trail import AUDIT_NAME

    return load_settings().keyring.with_name(AUDIT_NAME)


def audit_public_key(given: str | None) -> bytes:
    """Give the key that must have signed the audit trail: the one given in hexadecimal, or the keyring's.

    Raises:
        SettingError: what was given is no key.
        KeyFileError: the keyring is missing, or is of an earlier version and does not open.
    """
    from sealog.crypto.primitives import KEY_SIZE, signing_public_key
    from sealog.keys.keyring import load_keyring, load_keyring_header

    if given is not None:
        try:
            key = bytes.fromhex(given)
        except ValueError:
            key = b""
        if len(key) != KEY_SIZE:
            raise SettingError(f"--public-key must be {2 * KEY_SIZE} hexadecimal digits")
        return key
    settings = load_settings()
    header = load_keyring_header(settings.keyring)
    if header.audit_public_key is not None:
        return header.audit_public_key
    return signing_public_key(load_keyring(settings.keyring, passphrase_asker(settings.passphrase_file)).signing_key())
