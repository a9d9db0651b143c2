"""Wires the page of `sealog up`: its address, its token, and what the keys on this machine can do for it."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from sealog.cli.json_fields import fields_within
from sealog.cli.opening import OpeningService, audit_path, blind_indexes, remote_opener
from sealog.errors import KeyFileError, SettingError
from sealog.loopback import is_this_machine
from sealog.secret_file import first_line
from sealog.settings import load_settings
from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.services.watch import Page
from sealog_exporters.store.fields import further_fields
from sealog_exporters.store.sqlite import LogStore
from sealog_exporters.web import Holder, make_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.gatekeeper.remote import RemoteOpener
    from sealog_exporters.store.interface import StoredRecord

    LookUp: TypeAlias = Callable[[str], Iterable[str]]

_SEARCHED = "search on the page"
_PASSPHRASE = "passphrase"  # noqa: S105 - a protector's name
_SHORTEST = 16

NO_SERVICE = OpeningService("", None, None, "--opener")


def page_of(
    store: Path, where: str, token_file: Path | None, service: OpeningService = NO_SERVICE, *, is_default: bool
) -> Page:
    """Give the page of a store; what it opens, `service` opens where one is named.

    Raises:
        SettingError: the address is misspelled, or is not on loopback and there is no token; the token is too short; or
            what is said of the service is wrong.
    """
    address = parse_address("page", where)
    token = "" if token_file is None else _token(token_file)
    if not token and not is_this_machine(address.host):
        raise SettingError("--page: must be 127.0.0.1:PORT without --page-token-file: whoever reaches it sees the logs")
    holder = _holder(store, service, has_token=bool(token))
    return Page(
        address,
        lambda alerts, templates: make_app(
            store, token=token, holder=holder, alerts=alerts, templates=templates, clock=time.time_ns
        ),
        is_default=is_default,
    )


def _token(path: Path) -> str:
    token = first_line(path, "--page-token-file").strip()
    if len(token) < _SHORTEST:
        raise SettingError(f"--page-token-file: the first line of {path} has fewer than {_SHORTEST} characters")
    return token


def _holder(store: Path, service: OpeningService, *, has_token: bool) -> Holder | None:
    """Give what keys here and an opening service can do.

    Opening needs a passphrase or a token: others on this machine reach loopback.
    """
    settings = load_settings()
    protector = _protector(settings.keyring)
    has_keys = bool(protector) or settings.bundle.exists()
    asks = protector == _PASSPHRASE and not service.url
    if service.url:
        if not has_token:
            raise SettingError("--opener needs --page-token-file: whoever reaches the page opens in your name")
        with ExitStack() as stack:
            remote_opener(stack, "checked at the start", service)
        opens = partial(_open, store, partial(_by_service, service))
    elif asks or (protector and has_token):
        opens = partial(_open, store, _by_keyring)
    else:
        opens = None
    if not has_keys and opens is None:
        return None
    bundle_only = protector == _PASSPHRASE and settings.passphrase_file is None and settings.bundle.exists()
    return Holder(
        _entities if has_keys else list,
        lambda entity, value: blind_indexes(entity, value, reason=_SEARCHED, bundle_only=bundle_only),
        opens,
        asks_passphrase=asks,
    )


def _protector(keyring: Path) -> str:
    """Name what protects the keyring; empty where there is none."""
    from sealog.keys.keyring import load_keyring_header

    return load_keyring_header(keyring).protector_type if keyring.exists() else ""


@lru_cache(maxsize=1)
def _entities() -> list[str]:
    from sealog.policy.protection import protection

    scanner, _ = protection(load_settings().policy, only_looks=True)
    return sorted(name for name in scanner.entities if scanner.indexed(name))


def _open(
    path: Path,
    keeper_of: Callable[[ExitStack, str, str, LookUp], Gatekeeper | RemoteOpener],
    record: StoredRecord,
    reason: str,
    passphrase: str,
) -> list[tuple[str, str]]:
    """Open a record of the store at `path` as `Holder.open` does; `keeper_of` makes what opens."""
    shown = []
    with ExitStack() as stack:
        store = stack.enter_context(LogStore(path, read_only=True))
        keeper = keeper_of(stack, reason, passphrase, store.sealed_keys)
        for field, text in (("body", record.body_text), *further_fields(record)):
            opened = keeper.open_text(text, record.keys, fields_within(field, text))
            if opened.opened or opened.unopened:
                shown.append((field, " ".join((opened.text, *(f"[{doubt}]" for doubt in opened.doubts)))))
    return shown


def _by_service(
    service: OpeningService, stack: ExitStack, reason: str, passphrase: str, look_up: LookUp
) -> RemoteOpener:
    del passphrase  # the service knows its opener by the token
    return remote_opener(stack, reason, service, look_up)


def _by_keyring(stack: ExitStack, reason: str, passphrase: str, look_up: LookUp) -> Gatekeeper:
    from sealog.gatekeeper.opener import OPENERS_NAME, gatekeeper_of
    from sealog.keys.keyring import load_keyring

    def ask() -> str:
        if not passphrase:
            raise KeyFileError("the keyring needs its passphrase")
        return passphrase

    settings = load_settings()
    keyring = load_keyring(settings.keyring, ask)
    openers = settings.keyring.with_name(OPENERS_NAME)
    return stack.enter_context(closing(gatekeeper_of(keyring, openers, audit_path(), reason, look_up)))
