"""`sealog queue`: checks the collector's queue files before it starts, and sends again what damaged ones still hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import SettingError

CHECK_EXAMPLES = """Examples:

sealog queue check /var/lib/sealog/gateway

sealog queue check --set-aside --queue-bytes 1342177280 /var/lib/sealog/gateway"""

SEND_EXAMPLES = """Examples:

sealog queue send --to http://127.0.0.1:4318 exporter_otlp_http_sink_logs.damaged-20261201T210000Z"""

_TIMEOUT_S = 30.0

app = typer.Typer(
    help="Check the collector's queue files before it starts; send again what is left in damaged ones.",
    no_args_is_help=True,
)


@app.command("check", epilog=CHECK_EXAMPLES)
def check(
    folder: Annotated[Path, typer.Argument(help="The folder that file_storage names.")],
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Rename damaged files, so that the collector starts with new ones.")
    ] = False,
    queue_bytes: Annotated[
        int,
        typer.Option(help="queue_size of all queues in the folder; their disk must have twice that.", min=0),
    ] = 0,
) -> None:
    """Check every queue file of a collector that does not run.

    A damaged file keeps the collector from starting, even with `recreate: true`. Run this before each start, in the
    ExecStartPre of a systemd unit, and later `sealog queue send` for the files that were set aside. Exit code 1: a
    damaged file is still in its place, or the disk is too small for the queues.
    """
    from sealog_exporters.queue_files import check_folder, room_for
    from sealog_exporters.queue_files import set_aside as rename

    if not folder.exists():
        out.print(f"{folder} is not there yet: nothing to check", markup=False)
        return
    damaged = False
    files = check_folder(folder)
    if not files:
        out.print(f"{folder} has no queue file: nothing to check", markup=False)
    for file in files:
        if not file.damage:
            out.print(f"{file.path.name}: whole, {file.requests} request(s) wait", markup=False)
            continue
        complain(f"{file.path}: {'; '.join(file.damage)}; {file.requests} request(s) can be read")
        if set_aside:
            out.print(f"{file.path.name}: set aside as {rename(file).name}", markup=False)
        else:
            damaged = True
    if queue_bytes and (room := room_for(folder)) < 2 * queue_bytes:
        complain(
            f"{folder}: its disk has {room} bytes for queues of {queue_bytes}; a full disk loses records, so twice"
            " that is needed (a queue's file grows by doubling)"
        )
        damaged = True
    if damaged:
        raise typer.Exit(EXIT_FOUND_FAULT)


@app.command("send", epilog=SEND_EXAMPLES)
def send(
    files: Annotated[list[Path], typer.Argument(help="Queue files that were set aside.")],
    to: Annotated[str, typer.Option(help="URL of a collector's OTLP/HTTP receiver, such as http://127.0.0.1:4318.")],
) -> None:
    """Send the readable requests of queue files to a collector again. The files stay as they are.

    Records that were sent before are recognised by their ids. Exit code 1: the collector did not accept everything.
    """
    import httpx

    from sealog_exporters.queue_files import read_file, requests, signal_of

    refused = 0
    with httpx.Client(timeout=_TIMEOUT_S) as client:
        for path in files:
            signal = signal_of(path)
            if not signal:
                raise SettingError(f"{path}: its name does not end in _logs, _traces or _metrics")
            try:
                contents = read_file(path)
            except OSError as error:
                raise SettingError(f"{path}: can't be read ({error.strerror})") from error
            taken = 0
            for body in requests(contents.items):
                try:
                    answer = client.post(
                        f"{to.rstrip('/')}/v1/{signal}",
                        content=body,
                        headers={"content-type": "application/x-protobuf"},
                    )
                except (httpx.HTTPError, httpx.InvalidURL) as error:
                    raise SettingError(f"--to: no answer ({type(error).__name__})") from None
                taken += answer.is_success
                refused += not answer.is_success
            out.print(f"{path.name}: {taken} request(s) sent", markup=False)
    if refused:
        complain(f"{refused} request(s) were not taken; run it again")
        raise typer.Exit(EXIT_FOUND_FAULT)
