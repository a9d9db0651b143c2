"""The alerting exporter: OTLP in, alerts out. It keeps no record."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.alerting.api.app import Api
from sealog_exporters.alerting.config import load_rules
from sealog_exporters.alerting.service.reload import Reloader
from sealog_exporters.alerting.service.service import Alerter
from sealog_exporters.alerting.service.service import tell_stderr as tell
from sealog_exporters.alerting.state.schema import DamagedStateError, set_aside
from sealog_exporters.otlp.address import parse_address
from sealog_exporters.otlp.http_server import HttpServer
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event
    from sealog_exporters.otlp.address import Address


HOST = "127.0.0.1"


@asynccontextmanager
async def alerting_exporter(  # noqa: PLR0913 - one place wires the service; all but the rules are named
    rules: RuleFile,
    *,
    grpc: str | None,
    http: str | None,
    state_dir: Path | None,
    also: Sequence[Target] = (),
    before: Callable[[Sequence[Event]], object] = lambda _: None,
    rules_path: Path | None = None,
    load: Callable[[Path], RuleFile] = load_rules,
    api: str | None = None,
    set_aside_damaged: bool = False,
) -> AsyncIterator[Receiver]:
    """Run the alerting exporter inside the block; gives the receiver, which knows its ports.

    `also` are places to tell beside those that the rules name. `before` gets the events first; where it raises, the
    sender is told to repeat them, and they are not counted. With `rules_path` that file is taken anew by `load` when
    it changes and at SIGHUP; `api` is a loopback `HOST:PORT` for the HTTP API. With `set_aside_damaged` state that
    can't be read is kept under another name, and new state begins. Belongs to the main thread.

    Raises:
        SettingError: a port is taken, or the state directory can't be used.
    """
    alerter = _alerter(rules, state_dir, also, aside=set_aside_damaged)

    def sink(events: Sequence[Event]) -> None:
        before(events)
        alerter.feed(events)

    receiver = Receiver(sink, grpc=grpc, http=http)
    reloader = None if rules_path is None else Reloader(rules_path, load, alerter.reload, tell)
    server = HttpServer(Api(alerter, reloader, time.time_ns), Limits())
    try:
        await alerter.start()
        if api is not None:
            tell(f"alerts API: http://{HOST}:{await server.start(_loopback(api))}")
        await receiver.start()
        async with _reloading(reloader):
            yield receiver
    finally:
        await receiver.stop()
        await server.stop(0)
        await alerter.stop()


def _alerter(rules: RuleFile, state_dir: Path | None, also: Sequence[Target], *, aside: bool) -> Alerter:
    """Make the alerter, on new state where the old is damaged and may be set aside."""
    make = partial(Alerter, rules, clock=time.time_ns, cpu_clock=time.thread_time_ns, state_dir=state_dir, also=also)
    try:
        return make()
    except DamagedStateError as error:
        if state_dir is None or not aside:
            raise
        tell(f"{error}; it is {set_aside(state_dir)} now")
        return make()


def _loopback(api: str) -> Address:
    """Read the API's address; it asks nobody who they are, so it is for this machine only."""
    address = parse_address("api", api)
    if address.host not in {HOST, "localhost"}:
        raise SettingError(f"api: must be {HOST}:PORT; who can reach it may mute alerts")
    return address


@asynccontextmanager
async def _reloading(reloader: Reloader | None) -> AsyncIterator[None]:
    """Let the rule file be taken anew inside the block."""
    if reloader is None:
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, reloader.ask)
    watch = asyncio.create_task(reloader.watch())
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
