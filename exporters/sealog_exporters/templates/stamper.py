"""Gives each record its template's id while it comes in, and keeps the templates on disk. It knows no store."""

from __future__ import annotations

import json
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.records.attributes import TEMPLATE_ID
from sealog_exporters.templates.clustering import cluster, generic
from sealog_exporters.templates.meter import Meter
from sealog_exporters.templates.miner import Miner
from sealog_exporters.templates.pattern_index import PatternIndex
from sealog_exporters.templates.snapshot import dumped, load, write
from sealog_exporters.templates.template import OTHER, rendered, template_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from sealog_exporters.event import Event
    from sealog_exporters.templates.forms.tokens import Form
    from sealog_exporters.templates.seen import Seen

    _Mark: TypeAlias = tuple[int, ...]

__all__ = ["GIVEN", "TEMPLATE", "Stamper", "given_template"]

TEMPLATE: Final = "log.record.template"
"""The template's text, as OpenTelemetry's semantic conventions and the collector's drain processor name it."""

GIVEN: Final = (TEMPLATE, "message_template.text", "{OriginalFormat}")
"""Attributes in which applications and the collector hand a message's template over."""

MAX_FORMS: Final = 10_000
"""Forms that a service keeps: about 10 MB, and some seconds of another thread's time to join them."""

_FIRST: Final = 16
_SHARE: Final = 0.1  # new forms, of all: when there are so many, forms are joined anew
_LATEST_S: Final = 60.0  # after which a few new forms are enough
_PAUSE: Final = 10  # times as long as joining took, so that a flood of new forms costs a tenth of a core
_LOOK_S: Final = 5.0  # between looks at whether somebody changed the file
_TEXT_CHARS: Final = 3_000


class Stamper:
    """Mines the templates of records as they come. One thread calls it; `meter` counts the records as time series.

    A form that is new gets the id of the pattern that it matches, or one of its own: the hash of the form, which is
    the same in every process. From time to time forms are joined, in a thread beside; where that joins templates, the
    oldest id stays, and the others mean it from then on (`Miner.aliases`). Stored records keep the id that they got:
    `Miner.former_ids` names all that one template had.

    What people decide with `sealog templates` in that file is taken over within seconds. The templates are written to
    `path` whenever forms were joined. What came since is found again after a crash: an id
    follows from the snapshot and the form alone.

    Args:
        path: snapshot to go on from, and to write; None keeps templates in memory.
        beside: runs the joining and writes; None: a thread of its own.
        clock: seconds that only go on, for the pauses between.
        max_forms: bounds the memory (about 1 KB a form).

    Raises:
        SettingError: the snapshot can't be read, or is none; names the file.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        beside: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
        max_forms: int = MAX_FORMS,
    ) -> None:
        self.meter = Meter()
        self._path = path
        self._miner = Miner(max_forms) if path is None else load(path, max_forms)
        self._beside = beside or ThreadPoolExecutor(1, "sealog-templates")
        self._clock = clock
        self._joining: Future[dict[Form, Form]] | None = None
        self._begun_s = self._due_s = clock()
        self._fresh = 0
        self._looked_s = clock()
        self._written = _finished(() if path is None else _mark(path))
        self._index = PatternIndex()
        self._texts: dict[str, str] = {}
        self._join(cluster(self._miner.joinable()))

    @property
    def miner(self) -> Miner:
        """The templates and their counts; only the thread that stamps may use it."""
        return self._miner

    def stamped(self, events: Sequence[Event]) -> list[Event]:
        """Give events with `sealog.template.id`, whatever a sender wrote there, and `log.record.template`."""
        self.refine()
        return [self._stamped(event) for event in events]

    def refine(self) -> None:
        """Take over what was joined beside, and begin to join where it is time. Quick; `stamped` calls it."""
        now = self._clock()
        if now >= self._looked_s + _LOOK_S:
            self._looked_s = now
            self._take_over()
        if self._joining is not None:
            if not self._joining.done():
                return
            self._join(self._joining.result())
            self._joining = None
            self._save()
            self._due_s = now + _PAUSE * (now - self._begun_s)
        many = self._fresh >= max(_FIRST, _SHARE * self._miner.forms)
        if now >= self._due_s and (many or (self._fresh and now >= self._begun_s + _LATEST_S)):
            self._fresh = 0
            self._begun_s = now
            self._joining = self._beside.submit(cluster, self._miner.joinable())

    def is_pinned(self, template: str) -> bool:
        """Tell whether a template, by its id or a former one, keeps its text as it is."""
        return self._miner.current(template) in self._miner.choices.pinned

    def pin(self, template: str, *, wanted: bool) -> None:
        """Keep a template's text as it is from now on, or no longer, as `sealog templates pin` does.

        The thread that stamps calls it.

        Raises:
            SettingError: no record has had this template since the stamper began.
        """
        name = self._miner.current(template)
        self._take_over()
        if not wanted:
            self._miner.choices.pinned.pop(name, None)
        elif name in self._texts:
            self._miner.choices.pinned[name] = self._texts[name]
        else:
            raise SettingError("this template is not among those that are kept")
        self._save()

    def close(self) -> None:
        """Write the templates, and end the thread."""
        if self._joining is not None:
            self._join(self._joining.result())
            self._joining = None
        self._save()
        self._beside.shutdown()

    def mark(self, attributes: dict[str, Any], body: object, time_ns: int, service: str, severity: int) -> None:
        """Count a record, and put id and text of its template into its attributes; `body`: a text, or what JSON has."""
        given = given_template(attributes)
        text = body if isinstance(body, str) else _text(body)
        seen = self._miner.add(given or text, time_ns)
        if not seen.id:
            self._begin(seen)
        self.meter.count(seen.id, service, severity, len(text.encode("utf-8", "surrogatepass")))
        attributes[TEMPLATE_ID] = seen.id
        attributes.setdefault(TEMPLATE, given[:_TEXT_CHARS] or self._texts.get(seen.id) or "<*>")

    def _stamped(self, event: Event) -> Event:
        attributes = dict(event.attributes)
        self.mark(attributes, event.body, event.time_unix_nano, event.service, event.severity_number)
        return event._replace(attributes=attributes)

    def _begin(self, seen: Seen) -> None:
        pattern = generic(seen.form)
        name = self._index.find(pattern) or self._miner.current(template_id(pattern))
        self._miner.begin(seen, name)
        self._texts.setdefault(name, rendered(seen.form))
        self._fresh += 1

    def _join(self, patterns: Mapping[Form, Form]) -> None:
        templates = self._miner.templates(patterns)
        self._texts = {template.id: template.text for template in templates}
        self._index = PatternIndex()
        members: dict[Form, list[tuple[Form, str]]] = {}
        names = {seen.form: seen.id for seen in self._miner.seen() if seen.id != OTHER}
        for form, pattern in patterns.items():
            if pattern != generic(form) and form in names:
                members.setdefault(pattern, []).append((generic(form), names[form]))
        for pattern, found in members.items():
            self._index.add(pattern, (form for form, _ in found), found[0][1])

    def _save(self) -> None:
        if self._path is not None:
            self._take_over()
            self._written = self._beside.submit(_write, dumped(self._miner), self._path)

    def _take_over(self) -> None:
        """Take over what people decided with `sealog templates` in the file that we wrote."""
        if self._path is None or not self._written.done():
            return
        there = _mark(self._path)
        if there == self._written.result() or not there:
            return
        self._written = _finished(there)
        try:
            self._miner.adopt(load(self._path, self._miner.max_forms))
        except SettingError as error:
            say_once("templates-state", f"{error}; templates are kept in memory meanwhile")
        else:
            self._fresh = self._miner.forms
            self._due_s = self._looked_s


def _write(snapshot: str, path: Path) -> _Mark:
    try:
        write(snapshot, path)
    except SettingError as error:
        say_once("templates-state", f"{error}; templates are kept in memory meanwhile")
    return _mark(path)


def _mark(path: Path) -> _Mark:
    """Give what tells a file from one that was written over it; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _finished(mark: _Mark) -> Future[_Mark]:
    future: Future[_Mark] = Future()
    future.set_result(mark)
    return future


def given_template(attributes: Mapping[str, object]) -> str:
    """Give the template that an application or the collector handed over with a record, or nothing."""
    return next((found for name in GIVEN if isinstance(found := attributes.get(name), str)), "")


def _text(body: object) -> str:
    return "" if body is None else json.dumps(body, ensure_ascii=False, default=str)
