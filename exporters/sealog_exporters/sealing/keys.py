"""Bundle and policy of a service that seals: read at start, and again when they change.

Without a usable bundle or a valid policy all findings are masked, and the reason is reported.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from sealog.detect.engine.scanner import default_scanner
from sealog.errors import KeyFileError, SettingError
from sealog.instrumentation.process.policy import pseudonyms_of
from sealog.keys.bundle_file import BundleFile
from sealog.notices import say_once, say_settled
from sealog.policy.protection import protection
from sealog.processor.sealing import Sealing
from sealog_exporters.otlp.changes import stamp_of
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.uids import RequestIds

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.crypto.index_service import IndexService
    from sealog.settings import Settings
    from sealog_exporters.otlp.changes import Stamp

__all__ = ["SealerSource"]


class SealerSource:
    """Gives the present sealer of requests. `look` reads a changed bundle or policy; one thread at a time may call it.

    `most` is as in `RequestSealer`. `read_index_service` reads the keyring `SEALOG_INDEX_KEYRING`, where that is set.

    Raises:
        SettingError: `SEALOG_MODE` is `off`; a service that is there to seal has no such mode.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        most: int | None = None,
        read_index_service: Callable[[], IndexService] | None = None,
    ) -> None:
        if settings.mode == "off":
            raise SettingError("SEALOG_MODE must be `seal` or `mask` here, not `off`")
        self._settings = settings
        self._most = most
        self._read_index_service = read_index_service
        self._index_seen: Stamp = ()
        self._index_service: IndexService | None = None
        self._bundle = BundleFile(settings.bundle, settings.bundle_signer, settings.origin_key)
        self._lock = threading.Lock()
        self._seen = self._files()
        self._sealer, self.problem = self._made()
        """Why values are masked instead of sealed, or empty."""
        if self.problem:
            say_once("gateway-keys", f"{self.problem}; values are masked irreversibly until then")

    @property
    def sealer(self) -> RequestSealer:
        """What seals now; it goes on being usable after another has taken its place."""
        return self._sealer

    @property
    def is_ready(self) -> bool:
        """Whether values are sealed as the settings say, not masked for want of a bundle or a policy."""
        return not self.problem

    def look(self) -> None:
        """Read bundle and policy again if one of them changed; an invalid one changes nothing, and is reported."""
        with self._lock:
            found = self._files()
            if found == self._seen:
                return
            self._seen = found
            sealer, problem = self._made()
            if problem and not self.problem:
                say_once("gateway-keys-changed", f"{problem}; what was read before stays in use")
                return
            self._sealer, self.problem = sealer, problem
            if not problem:
                say_settled("gateway-keys", "bundle and policy are usable; values are sealed from now on")
                say_settled("gateway-keys-changed", "bundle and policy are usable again")

    def _made(self) -> tuple[RequestSealer, str]:
        settings = self._settings
        self._look_at_index_keys()
        made = partial(RequestSealer, most=self._most, index_service=self._index_service)
        try:
            scanner, action_of = protection(settings.policy)
        except SettingError as error:
            masks = Sealing(default_scanner(), None, settings.max_text)
            return made(masks, RequestIds(None)), str(error)
        sealing = Sealing(scanner, None, settings.max_text, action_of)
        sealing.pseudonyms = pseudonyms_of(settings, scanner)
        if settings.mode == "mask":
            return made(sealing, RequestIds(None)), ""
        try:
            self._bundle.look()
        except KeyFileError as error:
            return made(sealing, RequestIds(None)), str(error)
        sealing.sealer = self._bundle.sealer
        return made(sealing, RequestIds(self._bundle.bundle)), ""

    def _look_at_index_keys(self) -> None:
        """Read the index service's keyring if it changed; one that can't be read changes nothing, and is reported."""
        read, found = self._read_index_service, stamp_of(self._settings.index_keyring)
        if read is None or found == self._index_seen:
            return
        self._index_seen = found
        try:
            self._index_service = read()
        except SettingError as error:
            what = "tags go on without blind indexes" if self._index_service is None else "the keys before stay in use"
            say_once("index-keys", f"{error}; {what} until it is usable")
            return
        say_settled("index-keys", "the index service's keyring is usable; tags become blind indexes")

    def _files(self) -> Stamp:
        settings = self._settings
        return stamp_of(settings.bundle, settings.policy, settings.index_keyring, settings.origin_key)
