"""Turns the values of `entity_index` into blind indexes when the file is loaded. The values are not kept.

It needs the bundle that the applications seal with: the one of `SEALOG_BUNDLE`, read when the first rule asks.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sealog.crypto.blind_index import blind_indexer
from sealog.errors import SettingError
from sealog.keys.bundle import load_bundle
from sealog.policy.protection import protection
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from sealog.detect.engine.scanner import Scanner

    IndexesOf: TypeAlias = Callable[[str, str], str]


def index_with_bundle(environ: Mapping[str, str]) -> IndexesOf:
    """Return a function (entity, value) → blind index in the bundle's epoch.

    The function raises `SettingError` for a value without an index, and `KeyFileError` (also a `SealogError`) without a
    usable bundle; neither message holds the value.
    """

    @cache
    def indexer() -> Callable[[str, str], str]:
        settings = load_settings(environ)
        bundle = load_bundle(settings.bundle, signer=settings.bundle_signer)
        return blind_indexer(bundle.index_key, bundle.tenant, bundle.epoch)

    @cache
    def scanner_now() -> Scanner:
        return protection(load_settings(environ).policy, only_looks=True)[0]

    def index_of(entity: str, value: str) -> str:
        scanner = scanner_now()
        form = scanner.index_form(entity, value)
        if form is not None:
            return indexer()(entity, form)
        if scanner.forms.tag_form(entity, value) is not None:
            raise SettingError(
                f"this `{entity}` can be guessed: only the index service makes its blind index, and alerting has no key"
                f" of it; write `sealog.index: INDEX` with what `sealog search --entity {entity} VALUE` names"
            )
        known = ", ".join(sorted(name for name in scanner.entities if scanner.indexed(name)))
        raise SettingError(f"`{entity}` has no blind index; {known} have one")

    return index_of
