"""The alerting exporter: OTLP in, alerts out. It keeps no record."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.loopback import is_this_machine
from sealog.settings import load_settings
from sealog_exporters.alerting.api.app import Api
from sealog_exporters.alerting.config import load_rules
from sealog_exporters.alerting.service.reload import Reloader
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.service.service import warn_stderr as warn
from sealog_exporters.alerting.state.schema import DamagedStateError, set_aside
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.otlp.server.http_server import HttpServer
from sealog_exporters.otlp.server.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event, OtlpSpan
    from sealog_exporters.otlp.intake import MetricsSink
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.address import Address
    from sealog_exporters.otlp.server.asgi import App
    from sealog_exporters.otlp.server.tls import Tls
    from sealog_exporters.templates.stamper import Stamper


HOST = "127.0.0.1"


@dataclass
class Page:
    """A page to serve.

    Args:
        address: where.
        app: makes its application for an alerting service, and for what gives records their templates.
        is_default: whether any free port will do where this one is taken.
        url: its address, once it is served.
    """

    address: Address
    app: Callable[[AlertingService, Stamper | None], App]
    is_default: bool = False
    url: str = ""

    async def serve(self, service: AlertingService, stamper: Stamper | None) -> HttpServer:
        """Serve it; give the server.

        Raises:
            SettingError: the address can't be listened at.
        """
        server = HttpServer(self.app(service, stamper), Limits())
        try:
            port = await server.start(self.address)
        except SettingError:
            if not self.is_default:
                raise
            port = await server.start(replace(self.address, port=0))
        self.url = f"http://{replace(self.address, port=port)}"
        return server


@asynccontextmanager
async def alerting_exporter(  # noqa: PLR0913 - one place wires the service; all but the rules are named
    rules: RuleFile,
    *,
    grpc: str | None,
    http: str | None,
    state_dir: Path | None,
    extra_targets: Sequence[Target] = (),
    before: Callable[[Sequence[Event]], object] | None = None,
    rules_path: Path | None = None,
    load: Callable[[Path], RuleFile] = load_rules,
    api: str | None = None,
    set_aside_damaged: bool = False,
    access: Access | None = None,
    tls: Tls | None = None,
    stamper: Stamper | None = None,
    page: Page | None = None,
    spans: Callable[[Sequence[OtlpSpan]], object] | None = None,
    metrics: MetricsSink | None = None,
) -> AsyncIterator[Receiver]:
    """Run the alerting exporter inside the block; gives the receiver, which knows its ports.

    Args:
        rules: the rules to evaluate.
        grpc: `HOST:PORT` of the OTLP/gRPC server, `None` for none.
        http: `HOST:PORT` of the OTLP/HTTP server, `None` for none.
        state_dir: directory of the durable state, `None` to keep it in memory.
        extra_targets: targets to notify in addition to those that the rules name.
        before: gets the events first; if it raises, the sender has to repeat them, and they are not counted.
        rules_path: a rule file to load again when it changes and at SIGHUP.
        load: loads `rules_path`.
        api: a loopback `HOST:PORT` for the HTTP API.
        set_aside_damaged: whether to rename state that can't be read, and start with new state.
        access: who may send records; None: anybody.
        tls: certificates of the OTLP servers; None: no TLS.
        stamper: gives each event the id of its template before anything else sees it; the caller closes it.
        page: a page to serve beside, which shows the alerting service.
        spans: gets the spans; None: they are only counted.
        metrics: gets the metrics; None: they are only counted.

    Must run in the main thread.

    Raises:
        SettingError: a port is taken, or the state directory can't be used.
    """
    service = _service(rules, state_dir, extra_targets, aside=set_aside_damaged)

    sink = service.feed if stamper is None and before is None else partial(_feed, service, stamper, before)
    receiver = Receiver(sink, grpc=grpc, http=http, access=access, tls=tls, spans=spans, metrics=metrics)
    reloader = None if rules_path is None else Reloader(rules_path, load, service.reload, warn, _bundle())
    server = HttpServer(Api(service, reloader, time.time_ns), Limits())
    page_server = None
    try:
        await service.start()
        if api is not None:
            address = _loopback(api)
            warn(f"alerts API: http://{replace(address, port=await server.start(address))}")
        if page is not None:
            page_server = await page.serve(service, stamper)
        await receiver.start()
        async with _reloading(reloader):
            yield receiver
    finally:
        await receiver.stop()
        await server.stop(0)
        if page_server is not None:
            await page_server.stop(0)
        await service.stop()


def _feed(
    service: AlertingService,
    stamper: Stamper | None,
    before: Callable[[Sequence[Event]], object] | None,
    events: Sequence[Event],
) -> None:
    """Give events their templates, to `before`, and to the alerting service."""
    if stamper is not None:
        events = stamper.stamped(events)
    if before is not None:
        before(events)
    service.feed(events)


def _bundle() -> Path | None:
    """Give the path of the bundle for rules' blind indexes; None if a setting is wrong."""
    try:
        return load_settings().bundle
    except SettingError:
        return None


def _service(
    rules: RuleFile, state_dir: Path | None, extra_targets: Sequence[Target], *, aside: bool
) -> AlertingService:
    """Make the alerting service; where its state is damaged and may be set aside, with new state."""
    make = partial(
        AlertingService,
        rules,
        clock=time.time_ns,
        cpu_clock=time.thread_time_ns,
        state_dir=state_dir,
        extra_targets=extra_targets,
    )
    try:
        return make()
    except DamagedStateError as error:
        if state_dir is None or not aside:
            raise
        warn(f"{error}; it is {set_aside(state_dir)} now")
        return make()


def _loopback(api: str) -> Address:
    """Read the API's address; the API has no authentication, so it must be on this machine."""
    address = parse_address("api", api)
    if not is_this_machine(address.host):
        raise SettingError(f"--api: must be {HOST}:PORT, because whoever reaches it may mute alerts")
    return address


@asynccontextmanager
async def _reloading(reloader: Reloader | None) -> AsyncIterator[None]:
    """Reload the rule file when it changes, inside the block."""
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
