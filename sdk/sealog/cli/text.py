"""`sealog seal` and `sealog open`: text in, text out. Opening needs a reason and is audited."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.json_fields import fields_of
from sealog.cli.opening import OpeningService, PassphraseFile, Service, ServiceCa, TokenFile, opener_of
from sealog.cli.terminal import (
    EXIT_FOUND_FAULT,
    STDIN,
    complain,
    flush_if_streaming,
    lines_of,
    out,
    write_line,
)
from sealog.crypto.spelling import find_sealed_keys
from sealog.settings import load_settings

if TYPE_CHECKING:
    from sealog.cli.windows import Window

SEAL_EXAMPLES = """Examples:

sealog seal app.log > sealed.log

echo "mail from alice@example.com" | sealog seal"""

OPEN_EXAMPLES = """Examples:

sealog open sealed.log --reason "ticket 4711: customer asks for her data"

echo "$token" | sealog open --reason "ticket 4711\""""

_UNAPPROVED = "[unopened not_permitted_approval: "


def seal(file: Annotated[str, typer.Argument(help="A text file, or - for stdin.")] = STDIN) -> None:
    """Replace every finding in a text by a sealed value that carries its own data key.

    A line is read with the lines around it, as by `sealog scan`. A value of several lines is sealed line by line.
    """
    from sealog.cli.windows import Windows, sealed_lines
    from sealog.keys.bundle import load_bundle
    from sealog.keys.sealer import Sealer
    from sealog.policy.protection import protection
    from sealog.processor.values.replace import Replacer

    settings = load_settings()
    scanner, action_of = protection(settings.policy)
    bundle = load_bundle(settings.bundle, signer=settings.bundle_signer)
    sealer = Sealer(bundle, origin_key=settings.origin_key)
    failed = 0

    def take(window: Window) -> None:
        nonlocal failed
        replacer = Replacer(scanner, sealer, action_of)
        for line in sealed_lines(window, replacer):
            write_line(line)
        failed += replacer.failed
        flush_if_streaming(file)

    windows = Windows(scanner, take)
    with lines_of(file, windows.flush) as lines:
        for line in lines:
            windows.add(line)
        windows.flush()
    if failed:
        complain(f"{failed} values could not be sealed and were masked")
        raise typer.Exit(EXIT_FOUND_FAULT)


def open_(
    file: Annotated[str, typer.Argument(help="A text file, or - for stdin.")] = STDIN,
    reason: Annotated[str, typer.Option(help="Why you open: it is written into the audit trail.")] = "",
    passphrase_file: PassphraseFile = None,
    service: Service = "",
    token_file: TokenFile = None,
    service_ca: ServiceCa = None,
    approve: Annotated[
        str,
        typer.Option(
            help="Open nothing: approve that this other person opens, or searches, for this reason and a day."
        ),
    ] = "",
) -> None:
    r"""Open every sealed value in a text. Each opening is in the audit trail before you see it.

    A value that can't be opened stays, as `\[unopened <outcome>: <sealed value>]`, and the exit code is 1; it is also 1
    if a value does not match its blind index. A value in another JSON field than the one it was sealed under, or that
    none of the keyring's origins signed, is opened, and stderr says so. A `seal1~` value opens if its sealed data key
    (`key1~…`) stands in the same line; `sealog search --open` looks keys up in a store. On a terminal, control
    characters are shown as `·`.

    `four_eyes` in openers.yaml names entities that nobody opens alone, `four_eyes_search` those whose values nobody
    looks for alone: another person runs this command with --approve and the same --reason first.
    """
    unopened = forged = unapproved = 0
    with ExitStack() as stack:
        keeper = opener_of(stack, reason, passphrase_file, OpeningService(service, token_file, service_ca))
        if approve:
            out.print(f"{approve} may {keeper.approve(approve)} for this reason within a day", markup=False)
            return
        lines = stack.enter_context(lines_of(file))
        for number, line in enumerate(lines, start=1):
            opened = keeper.open_text(line, find_sealed_keys(line), fields_of(line))
            unopened += opened.unopened
            unapproved += opened.unopened and _UNAPPROVED in opened.text
            write_line(opened.text)
            flush_if_streaming(file)
            for doubt in opened.doubts:
                complain(f"line {number}: {doubt}")
                forged += doubt.kind == "index"
    if unopened:
        complain(f"{unopened} sealed values could not be opened; each says why")
    if unapproved:
        complain(
            "not_permitted_approval: another person first runs `sealog open --approve NAME` with the same --reason"
        )
    if unopened or forged:
        raise typer.Exit(EXIT_FOUND_FAULT)
