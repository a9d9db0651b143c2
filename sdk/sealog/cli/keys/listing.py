"""`sealog keys list`: the epochs of a keyring, how old they are, and what each opens."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from sealog.cli.keys.files import Directory, key_files
from sealog.cli.terminal import complain, out
from sealog.errors import AuditError
from sealog.keys.bundle import fingerprint

if TYPE_CHECKING:
    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.keyring import KeyringHeader


def list_keys(
    directory: Directory = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    every: Annotated[int, typer.Option(help="Days that an epoch is sealed for.", min=1, max=3650)] = 30,
) -> None:
    """List the keyring's epochs: status, age, when the next is due, and what each opens.

    No key is unwrapped, so no passphrase is asked for.
    """
    from sealog.crypto.data_key import recipient_id
    from sealog.keys.files import b64

    files = key_files(directory)
    header = files.header()
    signer = fingerprint(header.audit_public_key) if header.audit_public_key else None
    rows = _rows(header, datetime.now(timezone.utc), timedelta(days=every))
    if as_json:
        recipients = header.recovery.recipients if header.recovery else ()
        whose = {
            "tenant": header.tenant,
            "signer": signer,
            "origins": [one.name for one in header.origins],
            "origins_changed_aside": _changed_aside(files, header),
            "protector": header.protector_type,
            "recovery_recipients": recipients,
            "purpose": header.purpose,
            "index_service": header.index_service.key.to_json() if header.index_service else None,
        }
        typer.echo(json.dumps(whose | {"epochs": rows}))
        return
    columns = ("epoch", "status", "created", "age", "due", "recipient", "opens")
    table = Table(*columns, title=f"tenant {header.tenant}, {header.protector_type}")
    for row in rows:
        status = "current" if row["current"] else row["status"]
        shown = row | {"status": status, "recipient": row["recipient_id"], "age": f"{row['age_days']} d"}
        table.add_row(*(str(shown[name] or "") for name in columns))
    out.print(table)
    if header.purpose == "index":
        out.print("this is an index service's own keyring: it opens no value", markup=False)
    elif signer is not None:
        out.print(f"bundles are signed by {signer} (SEALOG_BUNDLE_SIGNER)", markup=False)
    for origin in header.origins:
        out.print(f"origin {origin.name}: what it seals is told from forged values", markup=False)
    if header.index_service is not None:
        key = header.index_service.key
        named = f"epoch {key.epoch}, recipient {b64(recipient_id(key.public_key))}"
        out.print(f"index service: {named}", markup=False)
    for recipient in header.recovery.recipients if header.recovery else ():
        out.print(f"can be recovered by {recipient}", markup=False)
    _complain(files, header, rows)


def _complain(files: KeyFiles, header: KeyringHeader, rows: list[dict[str, Any]]) -> None:
    for told in _changed_aside(files, header):
        complain(f"{told}; was the file changed by other means than sealog's?")
    for row in rows:
        if row["why_due"]:
            complain(f"the next epoch is due: {row['why_due']}; `sealog keys rotate`")


def _changed_aside(files: KeyFiles, header: KeyringHeader) -> list[str]:
    from sealog.audit.trail import AUDIT_NAME
    from sealog.key_life.origins import changed_aside

    try:
        return changed_aside(files.keyring.with_name(AUDIT_NAME), header.origins)
    except AuditError as error:
        return [f"the origins can't be compared with the audit trail ({error})"]


def _rows(header: KeyringHeader, now: datetime, every: timedelta) -> list[dict[str, Any]]:
    from sealog.key_life.status import is_signed
    from sealog.keys.age_of_keys import key_age
    from sealog.keys.epochs import all_epochs
    from sealog.keys.files import b64

    every_epoch = all_epochs(header.epochs, header.destroyed)
    ends = [following.created for following in every_epoch[1:]] + [""]
    gone = {stone.number: stone for stone in header.destroyed}
    rows = []
    for one, end in zip(every_epoch, ends, strict=True):
        stone = gone.get(one.number)
        is_current = stone is None and one is header.epochs[-1]
        age = key_age(one.created, now, every)
        status = "destroyed" if stone else next(epoch.status for epoch in header.epochs if epoch.number == one.number)
        opens = f"what was sealed from {one.created} " + (f"to {end}" if end else "on")
        if status == "disabled":
            opens = f"nothing until it is enabled; then {opens}"
        if stone is not None:
            opens = f"nothing: destroyed {stone.destroyed}" + ("" if is_signed(stone, header) else ", NOT SIGNED")
        rows.append(
            {
                "epoch": one.number,
                "status": status,
                "created": one.created,
                "age_days": age.age.days,
                "due": age.due.isoformat(timespec="seconds") if is_current else None,
                "why_due": age.why if is_current else None,
                "recipient_id": b64(one.recipient_id),
                "current": is_current,
                "opens": opens,
            }
        )
    return rows
