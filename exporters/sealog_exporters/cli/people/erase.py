"""`sealog erase`: takes a person out of the stores, and gives a receipt for it."""

from __future__ import annotations

import os
import platform
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.opening import OpeningService, ServiceCa, TokenFile
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import AuditError, SettingError, StoreError
from sealog_exporters.cli.people.erasing import erasing
from sealog_exporters.cli.people.stores import IndexPattern, Place, Stores, Ways, read_stores, spool_key_file
from sealog_exporters.cli.people.waiting import waiting_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog.policy.people import Hold
    from sealog_exporters.cli.people.erasing import Erasing
    from sealog_exporters.people.erasure import Erasure, StoreResult
    from sealog_exporters.people.erasure_state import ErasureState
    from sealog_exporters.people.remote import Begun
    from sealog_exporters.people.subject import Subject
    from sealog_exporters.store.erasing import Erasable

EXAMPLES = """Examples:

sealog erase --subject s.yaml --request DSR-1 --stores es:https://es.example --state dsr-1 --dry-run

sealog erase --subject s.yaml --request DSR-1 --stores es:https://es.example --state dsr-1 --yes --receipt r.json

sealog erase --subject s.yaml --request DSR-1 --state dsr-1 --approve

sealog erase --subject s.yaml --request DSR-1 --state dsr-1 --dry-run --opener https://es.example:4350 --token-file t"""

_LEFT = (
    (
        "snapshots and backups",
        "they hold the records until they expire or their epoch is destroyed; restore none without erasing again",
    ),
    (
        "Kafka, Loki, VictoriaLogs and other append-only stores",
        "nothing can be taken out of them: only destroying their epoch helps (sealog keys destroy)",
    ),
    (
        "deleted versions in Elasticsearch",
        "they stay on disk until segments are merged, and for index.soft_deletes.retention_lease.period (12 hours)",
    ),
    ("failure stores, closed and frozen indices", "they are not searched"),
)


def erase(  # noqa: PLR0913, PLR0917 - a command's options
    subject: Annotated[Path, typer.Option(help="The person: a YAML file with `identifiers`.")],
    request: Annotated[str, typer.Option(help="The request's number, such as DSR-4711; it is in the audit trail.")],
    state: Annotated[Path, typer.Option(help="A folder for this erasure, by which a run that was cut off goes on.")],
    stores: Stores = [],  # noqa: B006 - Typer copies it
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be erased, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase. It can't be undone.")] = False,
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve this erasure as a second person; it is written to the trail.")
    ] = False,
    approve_by: Annotated[str, typer.Option(help="Who approved it: name or id of a user.")] = "",
    receipt: Annotated[Path | None, typer.Option(help="The receipt to write; it must not be there.")] = None,
    index_pattern: IndexPattern = "logs-*",
    passphrase_file: Annotated[
        Path | None, typer.Option(help="Its first line is the keyring's passphrase. Default: SEALOG_PASSPHRASE_FILE.")
    ] = None,
    opener: Annotated[
        str, typer.Option(help="URL of an opening service (`sealog opener`) with keys and trail: none are needed here.")
    ] = "",
    token_file: TokenFile = None,
    opener_ca: ServiceCa = None,
) -> None:
    """Take a person's sealed values, their blind indexes and orphaned data keys out of the stores (GDPR, Article 17).

    Give --dry-run, --approve or --yes. A run that was cut off is run again, with the same --state. Records under a
    legal hold stay. Exit code 1: something could not be erased, which the receipt names.
    """
    if (dry_run, yes, approve).count(True) != 1:
        raise SettingError("give one of --dry-run, --approve and --yes")
    if not request.strip():
        raise SettingError("--request: the request's number is expected, such as DSR-4711")
    if yes and receipt is None:
        raise SettingError("--receipt: an erasure needs a file for its receipt")
    if receipt is not None and receipt.exists():
        raise SettingError(f"--receipt {receipt} is there already")
    if receipt is not None and not os.access(receipt.parent, os.W_OK | os.X_OK):
        raise SettingError(f"--receipt {receipt}: {receipt.parent} is no folder that can be written to")
    from sealog_exporters.people.erasure_state import opened_state

    places = read_stores(stores)
    by = OpeningService(opener, token_file, opener_ca, "--opener") if opener else passphrase_file
    with ExitStack() as stack:
        vouching = erasing(stack, subject, request, by)
        if not vouching.subject.indexes:
            raise SettingError(f"{subject}: no identifier has a blind index, so no record can be found by it")
        kept = stack.enter_context(opened_state(state, request, vouching.subject))
        if approve:
            out.print(f"request {request} is approved by {vouching.approve(kept.commitment)}", markup=False)
            return
        _refuse_held(vouching)
        if dry_run:
            _say_what_would_be(places, index_pattern, vouching)
            return
        from sealog_exporters.people.receipt import receipt_hash, write_receipt

        begun = vouching.begin(kept.commitment, approve_by)
        results = _erase(places, index_pattern, vouching, kept)
        _say(results)
        with _no_receipt_without_trail(state):
            body = _body(vouching, kept, begun, results, vouching.forget())
            proof = vouching.end(receipt_hash(body))
        assert receipt is not None  # noqa: S101 - checked above
        write_receipt(receipt, body, proof)
    out.print(f"the receipt is {receipt}", markup=False)
    if not all(one.verified for one in results):
        raise typer.Exit(EXIT_FOUND_FAULT)


@contextmanager
def _no_receipt_without_trail(state: Path) -> Iterator[None]:
    """Say what to do where the stores are done and the trail, or the service that has it, is away."""
    try:
        yield
    except (AuditError, SettingError) as error:
        raise type(error)(f"{error}; there is no receipt: run this again with the same --state {state}") from error


def _refuse_held(vouching: Erasing) -> None:
    from sealog_exporters.people.erasure import whole_holds

    names = whole_holds(vouching.policy.people.holds, lambda hold: _subject_of(hold, vouching), vouching.subject)
    if names:
        raise SettingError(f"the legal hold {', '.join(names)} is of this person: nothing is erased")


def _subject_of(hold: Hold, vouching: Erasing) -> Subject | None:
    return None if hold.subject is None else vouching.subject_of(hold.subject)


def _say_what_would_be(places: Sequence[Place], index_pattern: str, vouching: Erasing) -> None:
    """Count what is there, per store; nothing is opened and nothing changed."""
    from sealog_exporters.cli.people.access import found_in, open_for_reading
    from sealog_exporters.people.erasure import hold_of
    from sealog_exporters.store.interface import EVERYTHING

    held_by = hold_of(vouching.policy.people.holds, lambda hold: _subject_of(hold, vouching), vouching.subject)
    for place in places:
        with ExitStack() as stack:
            found = held = 0
            store = open_for_reading(place, index_pattern, stack)
            for record in found_in(store, vouching.subject.indexes, EVERYTHING):
                found += 1
                held += held_by(record) is not None
            out.print(f"{place.label}: {found} records, {held} of them under a legal hold", markup=False)
            count, why = waiting_in(store, vouching.subject)
            if count:
                complain(f"{place.label}: {count} more hold {why}")


def _erase(places: Sequence[Place], index_pattern: str, vouching: Erasing, kept: ErasureState) -> list[StoreResult]:
    from sealog_exporters.people.erasure import Erasure, StoreResult, hold_of, pacer
    from sealog_exporters.store.erasing import Rules

    people = vouching.policy.people
    held_by = hold_of(people.holds, lambda hold: _subject_of(hold, vouching), vouching.subject)
    pace = pacer(people.per_second)
    results = []
    for place in places:
        result = StoreResult(place.label)
        results.append(result)
        earlier = kept.touched(place.label)
        now: set[str] = set()

        def about_to(ids: Sequence[str], label: str = place.label, now: set[str] = now) -> None:
            kept.about_to(label, ids)
            now.update(ids)

        erasure = Erasure(vouching.subject, vouching.own, Rules(held_by, about_to, pace))
        try:
            _erase_from(place, index_pattern, erasure, result)
            _look_for_tags(place, index_pattern, vouching.subject, result)
        except (StoreError, SettingError) as error:
            result.failed[str(error)] += 1
            result.verified = False
        result.already = len(earlier - now)
    return results


def _erase_from(place: Place, index_pattern: str, erasure: Erasure, result: StoreResult) -> None:
    with ExitStack() as stack:
        erasure.run(_open(place, index_pattern, stack), result)


def _look_for_tags(place: Place, index_pattern: str, subject: Subject, result: StoreResult) -> None:
    """Take back that a store is free of a person where records wait in it that can't be searched for them."""
    from sealog_exporters.cli.people.access import each_file, open_for_reading

    waiting, why = 0, ""
    for one in each_file(place):
        try:
            with ExitStack() as stack:
                count, why = waiting_in(open_for_reading(one, index_pattern, stack), subject)
            waiting += count
        except (StoreError, SettingError) as error:
            if result.verified:  # otherwise what can't be read was named before
                result.failed[str(error)] += 1
                result.verified = False
    if waiting:
        result.failed[f"not searched: they hold {why}"] = waiting
        result.verified = False


def _open(place: Place, index_pattern: str, stack: ExitStack) -> Erasable:
    from sealog_exporters.elastic.erasing import ElasticEraser
    from sealog_exporters.people.files_erasing import LogFilesEraser
    from sealog_exporters.people.spools_erasing import SpoolsEraser
    from sealog_exporters.store.sqlite_erasing import LogStoreEraser

    ways: Ways[Erasable] = Ways(
        es=lambda url: ElasticEraser(url, index_pattern=index_pattern),
        files=LogFilesEraser,
        spool=lambda folder: SpoolsEraser(folder, spool_key_file(), os.urandom),
        store=LogStoreEraser,
    )
    return ways.open(place, stack)


def _body(
    vouching: Erasing, kept: ErasureState, begun: Begun, results: list[StoreResult], forgotten: int
) -> dict[str, Any]:
    without = [{"what": gap.what, "why": gap.why} for gap in vouching.gaps()]
    return {
        "sealog_receipt": 1,
        "request": kept.request,
        "subject": {"commitment": kept.commitment, "scheme": "HMAC-SHA256 under a salt that is kept apart"},
        "identifiers": len(vouching.subject.identifiers),
        "epochs": begun.epochs,
        "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "actor": begun.actor,
        "approver": begun.approver,
        "stores": [one.to_json() for one in results],
        "audit_names_forgotten": forgotten,
        "left": [{"what": what, "why": why} for what, why in _LEFT] + without,
        "versions": {"sealog": version("sealog"), "python": platform.python_version()},
    }


def _say(results: list[StoreResult]) -> None:
    for one in results:
        line = f"{one.store}: {one.erased} erased, {one.already} already, {sum(one.held.values())} held"
        out.print(f"{line}, {'verified' if one.verified else 'NOT VERIFIED'}", markup=False)
        for why, count in one.failed.items():
            complain(f"{one.store}: {count} failed: {why}")
        if one.not_compared:
            complain(f"{one.store}: {one.not_compared} values without an index could not be opened to compare them")
        for name, count in one.held.items():
            complain(f"{one.store}: {count} records stay under the legal hold {name}")
