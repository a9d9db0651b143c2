"""The embedded collector for development: OTLP in, a SQLite store and the alert engine behind it."""

from __future__ import annotations

from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

from sealog_exporters.alerting.config import load_rules
from sealog_exporters.otlp.intake import MetricsSink
from sealog_exporters.sealing.metrics import MetricsMask
from sealog_exporters.services.template_metrics import exported
from sealog_exporters.services.watch import alerting_exporter
from sealog_exporters.store.document import without_pseudonyms
from sealog_exporters.store.sqlite import LogStore
from sealog_exporters.templates.stamper import Stamper

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.otlp.server.receiver import Receiver
    from sealog_exporters.services.watch import Page


@asynccontextmanager
async def embedded_collector(  # noqa: PLR0913 - one place wires the service; all but the rules are named
    rules: RuleFile,
    *,
    grpc: str | None,
    http: str | None,
    store: Path,
    state_dir: Path,
    extra_targets: Sequence[Target] = (),
    rules_path: Path | None = None,
    load: Callable[[Path], RuleFile] = load_rules,
    api: str | None = None,
    set_aside_damaged: bool = False,
    templates: Path | None = None,
    page: Page | None = None,
) -> AsyncIterator[Receiver]:
    """Run the embedded collector inside the block; gives the receiver, which knows its ports.

    A request is acknowledged when its records, spans or metrics are on disk and the records counted. All are
    idempotent, records by `sealog.uid`, spans by their ids and metrics by their times, so a client that repeats after
    an error doubles nothing. What is found in metrics is masked.
    `extra_targets`, `rules_path`, `load`, `api`, `set_aside_damaged` and `page` are those of `alerting_exporter`.
    Records are stored with the ids of their templates, which the file `templates` keeps; None keeps them in memory.

    Raises:
        SettingError: a port is taken, or the state directory or the file of templates can't be used.
        StoreError: the store's file can't be used.
    """
    with LogStore(store) as logs, closing(Stamper(templates)) as stamper:
        exporter = alerting_exporter(
            rules,
            grpc=grpc,
            http=http,
            state_dir=state_dir,
            extra_targets=extra_targets,
            before=lambda events: logs.add([without_pseudonyms(event) for event in events]),
            rules_path=rules_path,
            load=load,
            api=api,
            set_aside_damaged=set_aside_damaged,
            stamper=stamper,
            page=page,
            spans=logs.spans.add,
            metrics=MetricsSink(MetricsMask(), logs.metrics.add),
        )
        async with exporter as receiver:
            with exported(stamper.meter, "sealog-up"):
                yield receiver
