"""`sealog gateway`: seals the telemetry of senders that do not, on its way to a collector or store."""

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
    switch_often,
)

EXAMPLES = """Examples:

sealog gateway --to http://collector:4317

sealog gateway --to https://otlp.example.com --to-protocol http/protobuf --grpc 0.0.0.0:4317 --tokens senders.txt"""


def gateway(  # noqa: PLR0913, PLR0917 - a command's options
    to: Annotated[str, typer.Option(help="URL of the next hop, which takes OTLP: http:// or https://, HOST, PORT.")],
    to_protocol: Annotated[str, typer.Option(help="Protocol of the next hop: grpc or http/protobuf.")] = "grpc",
    to_headers: Annotated[
        Path | None, typer.Option(help="File with a header for the next hop on each line, NAME: VALUE.")
    ] = None,
    to_ca: Annotated[Path | None, typer.Option(help="Authorities of the next hop's certificate (PEM).")] = None,
    to_cert: Annotated[Path | None, typer.Option(help="Certificate to show to the next hop (PEM).")] = None,
    to_key: Annotated[Path | None, typer.Option(help="Its key (PEM).")] = None,
    to_gzip: Annotated[bool, typer.Option("--to-gzip", help="Compress requests to the next hop.")] = False,
    to_timeout: Annotated[float, typer.Option(help="Seconds for one request to the next hop.", min=0.1)] = 10.0,
    max_request_mib: Annotated[
        float, typer.Option(help="Largest request to the next hop, in MiB; larger ones are split.", min=0.1)
    ] = 3.9,
    grpc: GrpcAddress = "127.0.0.1:4317",
    http: HttpAddress = "127.0.0.1:4318",
    status: StatusAddress = "127.0.0.1:4330",
    tokens: Tokens = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    client_ca: ClientCa = None,
) -> None:
    """Take OTLP from any sender, seal it, and send it on; a request is acknowledged once the next hop has it.

    Bundle and policy are those of SEALOG_BUNDLE and SEALOG_POLICY, and are read again when they change, as files of
    tokens and certificates are. Without a bundle everything found is masked, and /healthz answers 503. Logs and traces
    are sealed; in metrics values are masked. With SEALOG_INDEX_KEYRING index tags become blind indexes. It ends at
    SIGTERM or Ctrl-C after it has answered what it received.
    """
    from sealog.cli.opening import index_service_reader
    from sealog.settings import load_settings
    from sealog_exporters.gateway.next_hop import Destination, read_headers
    from sealog_exporters.otlp.server.access import access_of
    from sealog_exporters.otlp.server.tls import tls_of
    from sealog_exporters.services.gateway import gateway as serving

    switch_often()
    destination = Destination(
        url=to,
        protocol=to_protocol,
        headers=read_headers(to_headers),
        ca=to_ca,
        certificate=to_cert,
        key=to_key,
        timeout_s=to_timeout,
        gzip=to_gzip,
    )
    service = serving(
        load_settings(),
        to=destination,
        grpc=address(grpc),
        http=address(http),
        status=address(status),
        most=int(max_request_mib * (1 << 20)),
        access=access_of(tokens),
        tls=tls_of(tls_cert, tls_key, client_ca),
        read_index_service=index_service_reader(),
    )
    serve(service, "gateway", f"sealed to {to}")
