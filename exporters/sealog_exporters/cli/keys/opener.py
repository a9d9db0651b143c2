"""`sealog opener`: the opening service, so that whoever opens values needs no private key on their machine."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.opening import PassphraseFile, audit_path, index_service
from sealog.cli.terminal import err, passphrase_asker
from sealog.settings import load_settings
from sealog_exporters.cli.serving import ClientCa, TlsCertificate, TlsKey

if TYPE_CHECKING:
    from sealog_exporters.opening.desk import Desk
    from sealog_exporters.opening.erasures import Erasures
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls

EXAMPLES = """Examples:

sealog opener --tokens openers.txt

sealog opener --tokens openers.txt --listen 0.0.0.0:4350 --tls-cert cert.pem --tls-key key.pem"""


def opener(
    tokens: Annotated[
        Path, typer.Option(help="File with NAME and bearer token of each person who may ask; read again.")
    ],
    listen: Annotated[str, typer.Option(help="HOST:PORT; one that others reach needs TLS.")] = "127.0.0.1:4350",
    most: Annotated[
        int, typer.Option(help="Values that a person may open in an hour, by a right without a rate.", min=1)
    ] = 1000,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    client_ca: ClientCa = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Open sealed values for people whose machines hold no private key.

    It serves `open --service`, and `search`, `access` and `erase` with `--opener`. Keyring, openers.yaml and audit
    trail stay on this machine. openers.yaml beside the keyring says what each NAME may open; without it the service
    does not start. Every opening is in the audit trail first, with name and reason. It ends at SIGTERM or Ctrl-C, and
    signs the trail.
    """
    from sealog_exporters.cli.people.person import policy_and_scanner
    from sealog_exporters.opening.desk import Desk
    from sealog_exporters.opening.erasures import Erasures
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import tls_of

    settings = load_settings()
    ask = passphrase_asker(passphrase_file or settings.passphrase_file)
    access, tls = Access(tokens), tls_of(tls_cert, tls_key, client_ca)
    desk = Desk(
        settings.keyring, ask, audit_path(), most, time.time, lambda tenant: index_service(tenant, passphrase_file)
    )
    policy, scanner = policy_and_scanner()
    erasures = Erasures(desk, scanner, four_eyes=policy.people.four_eyes)
    asyncio.run(_serve(desk, erasures, listen, access, tls))


async def _serve(desk: Desk, erasures: Erasures, listen: str, access: Access, tls: Tls | None) -> None:
    from sealog_exporters.opening.service import opening_service
    from sealog_exporters.services.lifetime import end_signal

    with end_signal() as ended:
        async with opening_service(desk, erasures, listen, access, tls) as port:
            err.print(f"opener: port {port}, opens for those in openers.yaml", markup=False)
            await ended.wait()
