"""An application under `opentelemetry-instrument`, looked at on the wire: no line of its code knows sealog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from applications import SHOP, SHOP_PERSONAL, instrumented
from sealog.audit.trail import AuditTrail
from sealog.gatekeeper.gatekeeper import Gatekeeper

if TYPE_CHECKING:
    from pathlib import Path

    from applications import Keys, Sink

pytestmark = pytest.mark.process

PERSONAL = [personal.encode() for personal in SHOP_PERSONAL]


def attributes(record: object) -> dict[str, object]:
    return {pair.key: pair.value for pair in record.attributes}  # type: ignore[attr-defined]  # a protobuf message


def test_what_leaves_the_process_is_sealed_correlated_and_opens_again(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    shop = instrumented(str(SHOP), "--orders", "3", endpoint=sink.endpoint, **keys.environ)
    assert (shop.returncode, "sealog" in shop.stderr) == (0, False), shop.stderr
    for personal in PERSONAL:
        assert personal in shop.stderr.encode() or personal == b"example.net"
        assert personal not in sink.wire
    mail = next(record for record in sink.records() if "confirmation" in record.body.string_value)
    assert len(mail.trace_id) == 16
    assert mail.trace_id in b"".join(body for path, body in sink.requests if path == "/v1/traces")
    carried = attributes(mail)
    keeper = Gatekeeper(
        keys.keyring, AuditTrail(tmp_path / "audit.jsonl"), reason="a test", actor="tester", clock=lambda: 0.0
    )
    key = carried["sealog.key"].string_value  # type: ignore[attr-defined]
    assert (
        keeper.open_text(mail.body.string_value, [key]).text == "order 1: confirmation sent to grace.hopper@example.org"
    )
    assert keeper.open_text(carried["user.email"].string_value, [key]).text == "grace.hopper@example.org"  # type: ignore[attr-defined]


def test_every_record_has_an_id_and_the_ids_have_no_gap(keys: Keys, sink: Sink) -> None:
    instrumented(str(SHOP), endpoint=sink.endpoint, **keys.environ)
    uids = [attributes(record)["sealog.uid"].string_value for record in sink.records()]  # type: ignore[attr-defined]
    streams, numbers = zip(*(uid.split("-") for uid in uids), strict=True)
    assert len(set(streams)) == 1
    assert sorted(int(number) for number in numbers) == list(range(1, len(uids) + 1))


@pytest.mark.parametrize("broken", ["missing", "empty", "not json", "others"])
def test_without_a_usable_bundle_values_are_masked_and_stderr_says_so_once(
    sink: Sink, tmp_path: Path, broken: str
) -> None:
    bundle = tmp_path / "bundle.json"
    if broken != "missing":
        bundle.write_text({"empty": "", "not json": "{", "others": '{"sealog_keyring": 1}'}[broken])
    shop = instrumented(str(SHOP), endpoint=sink.endpoint, SEALOG_BUNDLE=str(bundle))
    assert shop.returncode == 0
    (said,) = [line for line in shop.stderr.splitlines() if line.startswith("sealog:")]
    assert "bundle.json" in said
    assert "masked" in said
    assert b"[masked:email_address]" in sink.wire
    for personal in PERSONAL:
        assert personal not in sink.wire


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("cryptography", "sealog: could not be installed (ImportError); records are blacked out"),
        (
            "phonenumbers",
            "sealog: a record could not be sealed and was blacked out (ImportError)",
        ),  # loaded by a number
    ],
)
def test_a_broken_installation_blacks_records_out_instead_of_letting_them_pass(
    keys: Keys, sink: Sink, tmp_path: Path, package: str, said: str
) -> None:
    (tmp_path / f"{package}.py").write_text("raise ImportError('broken on purpose')\n")
    program = tmp_path / "program.py"
    program.write_text(
        "import logging\n"
        "logging.warning('call +49 151 23456789, mail ada@example.com')\n"
        "logging.warning('mail ada@example.com')\n"
    )
    done = instrumented(str(program), endpoint=sink.endpoint, PYTHONPATH=str(tmp_path), **keys.environ)
    assert done.returncode == 0
    assert said in done.stderr.splitlines()
    assert len(sink.records()) == 2
    assert sink.records()[0].body.string_value == "[masked:unknown]"
    assert b"23456789" not in sink.wire
    assert b"example.com" not in sink.wire


def test_an_endpoint_that_is_down_is_not_the_applications_problem(keys: Keys) -> None:
    shop = instrumented(str(SHOP), "--failures", "0", endpoint="http://127.0.0.1:9", **keys.environ)
    assert shop.returncode == 0
    assert "Traceback" not in shop.stderr.replace("PaymentDeclined", "")
    waiting, lost = [line for line in shop.stderr.splitlines() if line.startswith("sealog:")]
    assert "log records could not be delivered" in waiting
    assert "records were not taken before the process ended" in lost


def test_what_could_not_be_delivered_is_kept_in_the_file_that_was_asked_for(keys: Keys, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    environ = keys.environ | {"SEALOG_FALLBACK_FILE": str(file), "OTEL_TRACES_EXPORTER": "none"}
    shop = instrumented(str(SHOP), "--failures", "0", endpoint="http://127.0.0.1:9", **environ)
    assert shop.returncode == 0
    kept = [json.loads(line) for line in file.read_text().splitlines()]
    numbers = {int(record["attributes"]["sealog.uid"].split("-")[1]) for record in kept}
    assert numbers == set(range(1, len(kept) + 1))
    for personal in PERSONAL:
        assert personal.decode() not in file.read_text()
