"""`sealog elastic setup` and `sealog elastic templates`: what is installed in Elasticsearch, and what should be."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err, out
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.elastic.connection import Connection
    from sealog_exporters.elastic.setup import Asset, Features, Retention, Step

SETUP_EXAMPLES = """Examples:

sealog elastic setup --dry-run

sealog elastic setup --url https://es.example.com:9200 --retention 30d

sealog elastic setup --retention 30d --tenant acme=365d --tenant trial=7d

sealog elastic setup --export ./elasticsearch"""

TEMPLATES_EXAMPLES = """Examples:

sealog elastic templates

sealog elastic templates --url https://es.example.com:9200 --tenant acme=365d"""

DEFAULT_URL = "http://127.0.0.1:9200"

Url = Annotated[
    str,
    typer.Option(help="Elasticsearch's URL; ELASTICSEARCH_API_KEY or a user name logs in.", envvar="ELASTICSEARCH_URL"),
]
Days = Annotated[str, typer.Option("--retention", help="Days that log records are kept, such as 30d.")]
Tenants = Annotated[
    list[str] | None,
    typer.Option("--tenant", help="NAME=DAYS: another retention for a tenant; repeatable.", show_default=False),
]


def setup(
    url: Url = DEFAULT_URL,
    retention: Days = "30d",
    tenant: Tenants = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(help="Write everything as files into this folder, for a full Elasticsearch; ask no server."),
    ] = None,
) -> None:
    """Install index and component templates, lifecycle policies and roles. A second run changes nothing.

    Features that this Elasticsearch lacks are left out and named. Your own settings and fields belong into the
    component template sealog-logs@custom, which this command never writes. It needs the cluster privileges
    manage_index_templates, manage_ilm and manage_security.
    """
    from sealog_exporters.elastic.connection import Connection
    from sealog_exporters.elastic.setup import Features, Retention, catalog, install

    kept = Retention.read(retention, tenant or [])
    if export is not None:
        _export(catalog(kept, Features((9, 1))), export)
        return
    with closing(Connection(url)) as connection:
        steps, features = _compare(connection, kept)
        if not dry_run:
            install(connection, steps)
    _show(steps, "would " if dry_run else "")
    for sentence in features.left_out:
        out.print(f"left out: {sentence}", markup=False)


def templates(url: Url = DEFAULT_URL, retention: Days = "30d", tenant: Tenants = None) -> None:
    """Compare what is installed with what `sealog elastic setup` would install. It changes nothing.

    Exit code 1: something is missing or differs.
    """
    from sealog_exporters.elastic.connection import Connection
    from sealog_exporters.elastic.setup import Retention

    with closing(Connection(url)) as connection:
        steps, features = _compare(connection, Retention.read(retention, tenant or []))
    for step in steps:
        state = {"keep": "as it should be", "create": "missing", "update": "differs"}[step.action]
        out.print(f"{state:15} {step.asset.kind:18} {step.asset.name}", markup=False)
        for path in step.differs:
            out.print(f"  {path}", markup=False)
    for sentence in features.left_out:
        out.print(f"left out: {sentence}", markup=False)
    if any(step.action != "keep" for step in steps):
        complain("not all is as `sealog elastic setup` would have it")
        raise typer.Exit(EXIT_FOUND_FAULT)


def _compare(connection: Connection, retention: Retention) -> tuple[list[Step], Features]:
    from sealog_exporters.elastic.setup import catalog, features_of, plan

    features = features_of(connection)
    return plan(connection, catalog(retention, features)), features


def _show(steps: Iterable[Step], would: str) -> None:
    for step in steps:
        out.print(
            f"{would if step.action != 'keep' else ''}{step.action} {step.asset.kind} {step.asset.name}", markup=False
        )


def _export(assets: Iterable[Asset], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, asset in enumerate(assets, 1):
            path = folder / f"{number:02}-{asset.file_name}"
            path.write_text(json.dumps(asset.body, indent=2) + "\n", encoding="utf-8")
            out.print(f"{path}: PUT {asset.path}", markup=False, soft_wrap=True)
    except OSError as error:
        raise SettingError(f"--export {folder}: can't be written ({error.strerror})") from error
    err.print("send them in this order", markup=False)
