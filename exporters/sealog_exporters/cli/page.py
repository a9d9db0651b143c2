"""Wires the page of `sealog up`: its address, its token, and what the keys on this machine can do for it."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.cli.json_fields import fields_within
from sealog.cli.opening import audit_path, blind_indexes
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
    from collections.abc import Callable
    from pathlib import Path

    from sealog_exporters.store.interface import StoredRecord

_PASSPHRASE = "passphrase"  # noqa: S105 - a protector's name
_SHORTEST = 16


def page_of(store: Path, where: str, token_file: Path | None, *, is_default: bool) -> Page:
    """Give the page of a store.

    Raises:
        SettingError: the address is misspelled, or is not on loopback and there is no token; or the token is too short.
    """
    address = parse_address("page", where)
    token = "" if token_file is None else _token(token_file)
    if not token and not is_this_machine(address.host):
        raise SettingError("--page: must be 127.0.0.1:PORT without --page-token-file: whoever reaches it sees the logs")
    holder = _holder(store, has_token=bool(token))
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


def _holder(store: Path, *, has_token: bool) -> Holder | None:
    """Give what the keys here can do. Opening needs a passphrase or a token: others on this machine reach loopback."""
    settings = load_settings()
    protector = _protector(settings.keyring)
    if not protector and not settings.bundle.exists():
        return None
    asks = protector == _PASSPHRASE
    opens = _opener(store) if asks or (protector and has_token) else None
    bundle_only = asks and settings.passphrase_file is None and settings.bundle.exists()
    return Holder(_entities, lambda entity, value: blind_indexes(entity, value, bundle_only=bundle_only), opens)


def _protector(keyring: Path) -> str:
    """Name what protects the keyring; empty where there is none."""
    from sealog.keys.keyring import load_keyring_header

    return load_keyring_header(keyring).protector_type if keyring.exists() else ""


@lru_cache(maxsize=1)
def _entities() -> list[str]:
    from sealog.policy.protection import protection

    scanner, _ = protection(load_settings().policy, only_looks=True)
    return sorted(name for name in scanner.entities if scanner.indexed(name))


def _opener(path: Path) -> Callable[[StoredRecord, str, str], list[tuple[str, str]]]:
    from sealog.gatekeeper.opener import OPENERS_NAME, gatekeeper_of
    from sealog.keys.keyring import load_keyring

    def open_record(record: StoredRecord, reason: str, passphrase: str) -> list[tuple[str, str]]:
        def ask() -> str:
            if not passphrase:
                raise KeyFileError("the keyring needs its passphrase")
            return passphrase

        settings = load_settings()
        keyring = load_keyring(settings.keyring, ask)
        openers = settings.keyring.with_name(OPENERS_NAME)
        shown = []
        with LogStore(path, read_only=True) as store:
            keeper = gatekeeper_of(keyring, openers, audit_path(), reason, store.sealed_keys)
            try:
                for field, text in (("body", record.body_text), *further_fields(record)):
                    opened = keeper.open_text(text, record.keys, fields_within(field, text))
                    if opened.opened or opened.unopened:
                        shown.append((field, " ".join((opened.text, *(f"[{doubt}]" for doubt in opened.doubts)))))
            finally:
                keeper.close()
        return shown

    return open_record
