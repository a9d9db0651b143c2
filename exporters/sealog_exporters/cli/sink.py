"""`sealog sink`: takes OTLP logs and stores them in Elasticsearch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog_exporters.cli.serving import (
    ClientCa,
    GrpcAddress,
    HttpAddress,
    StatusAddress,
    TlsCertificate,
    TlsKey,
    Tokens,
    address,
    serve,
)

EXAMPLES = """Examples:

sealog sink --url https://es.example.com:9200

sealog sink --http 127.0.0.1:4338 --grpc off --status 127.0.0.1:4340

sealog sink --tenant-attribute sealog.tenant --tokens senders.txt --http 0.0.0.0:4338"""


def sink(  # noqa: PLR0913, PLR0917 - a command's options
    url: Annotated[
        str,
        typer.Option(
            help="Elasticsearch's URL; ELASTICSEARCH_API_KEY or a user name logs in.", envvar="ELASTICSEARCH_URL"
        ),
    ] = "http://127.0.0.1:9200",
    grpc: GrpcAddress = "127.0.0.1:4337",
    http: HttpAddress = "127.0.0.1:4338",
    status: StatusAddress = "127.0.0.1:4340",
    namespace: Annotated[str, typer.Option(help="Namespace of the data streams.")] = "default",
    tenant_attribute: Annotated[
        str,
        typer.Option(
            help="Resource attribute whose value is the namespace instead; one that senders can't set.",
            show_default=False,
        ),
    ] = "",
    max_services: Annotated[
        int, typer.Option(help="Data streams at most; services beyond it share logs-others.otel.", min=1)
    ] = 200,
    batch_mib: Annotated[float, typer.Option(help="Largest bulk request, in MiB.", min=0.1, max=64)] = 4.75,
    pending_mib: Annotated[
        float, typer.Option(help="Records not stored yet, in MiB; beyond it senders are told to come again.", min=1)
    ] = 64,
    answer_within: Annotated[
        float, typer.Option(help="Seconds after which senders are told to come again; they must wait longer.", min=0.5)
    ] = 20,
    timeout: Annotated[
        float, typer.Option(help="Seconds after which a bulk request without an answer is sent again.", min=0.5)
    ] = 60,
    templates: Annotated[
        Path | None, typer.Option(help="File of the records' templates; a file of its own for each sink.")
    ] = None,
    tokens: Tokens = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    client_ca: ClientCa = None,
) -> None:
    """Store OTLP logs in Elasticsearch; a request is acknowledged once each of its records is there.

    Each record has a document id, so that one that is sent again is stored once. Each service has a data stream. What
    Elasticsearch refuses for good goes to the index sealog-dead-letter with the reason; everything else is tried again.
    Each record gets the id of its template; --templates keeps the templates over a restart. Run `sealog elastic setup`
    before. Put a collector with a queue on disk in front: no record is kept here. It ends at SIGTERM or Ctrl-C after
    it has answered what it received.
    """
    from sealog_exporters.elastic.sink import Targets, WriterSettings
    from sealog_exporters.otlp.server.access import access_of
    from sealog_exporters.otlp.server.tls import tls_of
    from sealog_exporters.services.sink import sink as serving

    mib = 1 << 20
    service = serving(
        url,
        targets=Targets(namespace=namespace, tenant_attribute=tenant_attribute, limit=max_services),
        settings=WriterSettings(int(batch_mib * mib), int(pending_mib * mib), answer_within),
        grpc=address(grpc),
        http=address(http),
        status=address(status),
        access=access_of(tokens),
        tls=tls_of(tls_cert, tls_key, client_ca),
        timeout_s=timeout,
        templates=templates,
    )
    serve(service, "sink", "stored in Elasticsearch")
