"""What all pages share: the store, read beside the event loop, and how an answer is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import anyio
import anyio.to_thread
from starlette.responses import HTMLResponse

from sealog.errors import SettingError
from sealog_exporters.store.fields import further_fields
from sealog_exporters.store.sqlite import LogStore
from sealog_exporters.web.asked import form_of
from sealog_exporters.web.rendering import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from sealog_exporters.store.interface import StoredRecord
    from sealog_exporters.web.guard import Sessions
    from sealog_exporters.web.interface import Holder

T = TypeVar("T")

__all__ = ["Answers"]

_READERS: Final = 4  # pages that read the store at a time
_OPEN_S: Final = 60  # that opened values stay on a screen


class Answers:
    """Reads one store and renders pages; belongs to one event loop."""

    def __init__(self, store: Path, sessions: Sessions, holder: Holder | None) -> None:
        self.sessions = sessions
        self.holder = holder
        self._store = store
        self._html = environment()
        self._readers = anyio.CapacityLimiter(_READERS)

    async def read(self, look: Callable[[LogStore], T]) -> T:
        """Ask the store in a thread, by a connection of its own."""

        def ask() -> T:
            with LogStore(self._store, read_only=True) as store:
                return look(store)

        return await self.beside(ask)

    async def beside(self, ask: Callable[[], T]) -> T:
        """Call what takes long in a thread; four at a time."""
        return await anyio.to_thread.run_sync(ask, limiter=self._readers)

    def page(self, name: str, status: int = 200, /, **values: Any) -> HTMLResponse:
        """Render a page."""
        shared = {"form_token": self.sessions.form_token, "has_login": self.sessions.needed}
        return HTMLResponse(self._html.get_template(name).render(shared | values), status)

    def nothing(self, text: str) -> Response:
        """Say that there is nothing."""
        return self.page("message.html", 404, title="Not found", text=text)

    def shown(self, path: str, record: StoredRecord, opened: Sequence[tuple[str, str]] = ()) -> Response:
        """Show one record, or a span as one, which stands under a path; `opened` are fields with what was opened."""
        return self.page(
            "record.html",
            path=path,
            record=record,
            fields=sorted(record.attributes.items()),
            resource=sorted(record.resource.items()),
            is_sealed=any(True for _ in further_fields(record)) or "seal1" in record.body_text,
            can_open=self.holder is not None and self.holder.open is not None,
            asks_passphrase=self.holder is not None and self.holder.asks_passphrase,
            opened=opened,
            open_s=_OPEN_S,
        )

    async def opened(self, path: str, record: StoredRecord, request: Request) -> Response:
        """Open a record's sealed values for the reason that a form gives. The answer is the only place where they are.

        Raises:
            SettingError: nothing is opened here, or there is no reason.
        """
        form = await form_of(request, self.sessions)
        if self.holder is None or self.holder.open is None:
            raise SettingError("this page opens nothing: start it with a token, and a keyring on this machine")
        if not form.get("reason", "").strip():
            raise SettingError("opening needs a reason")
        ask = partial(self.holder.open, record, form["reason"].strip(), form.get("passphrase", ""))
        answer = self.shown(path, record, await self.beside(ask))
        answer.headers["refresh"] = f"{_OPEN_S}; url={path}"
        return answer
