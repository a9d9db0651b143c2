"""Pseudonyms of a day: the same address the same name until midnight, on records only, and no address anywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs

from sealog.crypto.pseudonym import MAX_OF_RECORD, Pseudonyms
from sealog.crypto.secret import Secret
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import KeyFileError
from sealog.instrumentation.process.policy import sealing_of
from sealog.keys.pseudonym_key import load_pseudonym_key, new_pseudonym_key
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.processor.values.replace import Replacer
from sealog.settings import load_settings
from support import Records, keyring, processor

KEY = Secret(bytes(range(32)))
KEYS = keyring()
DAY = 86_400
ADDRESS = "203.0.113.77"
SPEC = Path(__file__).parents[2] / "docs/spec/pseudonyms.md"


class Clock:
    now = 20_000.0 * DAY

    def __call__(self) -> float:
        return self.now


def named(value: str, clock: Clock | None = None, key: Secret = KEY, entity: str = "ip_address") -> str:
    return Pseudonyms(key, [entity], clock or Clock())(entity, value)


def sealing(**options: Any) -> Sealing:
    made = Sealing(default_scanner(), options.pop("sealer", Sealer(KEYS.bundle())), **options)
    made.pseudonyms = Pseudonyms(KEY, ["ip_address"], Clock())
    return made


def records(made: Sealing) -> Records:
    at_work = processor(KEYS)
    at_work._sealing = made
    return Records(at_work)


def test_the_worked_example_of_the_specification() -> None:
    v4, v6 = re.findall(r"\| `(ip_address:[a-z2-7]{13})` \|", SPEC.read_text())
    assert [named(value) for value in ("192.0.2.1", "::ffff:192.0.2.1")] == [v4, v4]
    assert [named(value) for value in ("2001:db8:1:2::7", "[2001:DB8:1:2:3:4:5:6]")] == [v6, v6]


def test_a_name_is_good_until_midnight() -> None:
    clock = Clock()
    pseudonyms = Pseudonyms(KEY, ["ip_address"], clock)
    first = pseudonyms("ip_address", ADDRESS)
    clock.now += DAY - 1
    assert pseudonyms("ip_address", ADDRESS) == first
    clock.now += 1
    assert pseudonyms("ip_address", ADDRESS) != first
    clock.now -= DAY
    assert pseudonyms("ip_address", ADDRESS) == first


def test_other_keys_entities_and_values_give_other_names() -> None:
    other = Secret(bytes(32))
    names = {
        named(ADDRESS).partition(":")[2],
        named(ADDRESS, key=other).partition(":")[2],
        named(ADDRESS, entity="phone_number").partition(":")[2],
        named("203.0.113.78").partition(":")[2],
        named("2001:db8:1:3::7").partition(":")[2],
    }
    assert len(names) == 5


@pytest.mark.parametrize(
    ("body", "attributes"),
    [
        (f"login failed from {ADDRESS}", None),
        ({"peer": {"ip": [ADDRESS]}}, None),
        ("login failed", {"client.address": ADDRESS}),
        (f"{ADDRESS} and again {ADDRESS}", {"x": f"from {ADDRESS}:4711"}),
        (f"card 4111111111111111 from {ADDRESS} to mira@quellwerk.example", None),
        (f"::ffff:{ADDRESS} failed", None),
    ],
)
@pytest.mark.parametrize("masks", [False, True])
def test_a_record_carries_one_name_of_an_address_and_not_the_address(body: Any, attributes: Any, masks: bool) -> None:
    made = sealing(sealer=None) if masks else sealing()
    record = records(made).emit(body, attributes)
    assert record.attributes["sealog.pseudonym"] == (named(ADDRESS),)
    assert ADDRESS not in str(record.body) + str(dict(record.attributes))


def test_without_a_key_and_without_an_address_there_is_none() -> None:
    assert "sealog.pseudonym" not in Records(processor(KEYS)).emit(f"from {ADDRESS}").attributes
    assert "sealog.pseudonym" not in records(sealing()).emit("mail from mira@quellwerk.example").attributes
    assert "sealog.pseudonym" not in records(sealing()).emit("nothing here").attributes


@pytest.mark.parametrize("action", ["keep", "drop"])
def test_what_is_kept_or_dropped_has_none(action: Any) -> None:
    record = records(sealing(action_of=lambda *_: action)).emit(f"from {ADDRESS}")
    assert "sealog.pseudonym" not in record.attributes


def test_an_application_can_not_give_one() -> None:
    forged = named("198.51.100.9")
    record = records(sealing()).emit(f"from {ADDRESS}", {"sealog.pseudonym": [forged]})
    assert record.attributes["sealog.pseudonym"] == (named(ADDRESS),)


def test_a_record_carries_so_many_at_most() -> None:
    body = " ".join(f"198.51.{high}.{low}" for high in (7, 8) for low in range(1, 200))
    record = records(sealing()).emit(body)
    assert len(record.attributes["sealog.pseudonym"]) == MAX_OF_RECORD


def test_a_pseudonym_that_can_not_be_made_costs_nothing_else() -> None:
    made = sealing()

    def broken(*_: Any) -> str:
        raise RuntimeError

    broken.entities = frozenset({"ip_address"})  # type: ignore[attr-defined]
    made.pseudonyms = broken  # type: ignore[assignment]
    record = records(made).emit(f"from {ADDRESS}")
    assert "seal1~ip_address~" in record.body
    assert "sealog.pseudonym" not in record.attributes


def test_with_and_without_the_compiled_half_they_are_the_same() -> None:
    text = f"from {ADDRESS} and 198.51.100.9"
    findings = default_scanner().find(text)
    both = []
    for kinds in (None, Sealer(KEYS.bundle()).kinds(default_scanner().forms.normaliser_of)):
        replacer = Replacer(
            default_scanner(), Sealer(KEYS.bundle()), kinds=kinds, pseudonyms=Pseudonyms(KEY, ["ip_address"], Clock())
        )
        replacer.replace(text, findings, "$")
        both.append(replacer.pseudonyms)
    assert both[0] == both[1] == [named(ADDRESS), named("198.51.100.9")]


def test_what_leaves_the_process_has_the_name_and_no_address() -> None:
    sent = records(sealing())
    sent.emit(f"login failed from {ADDRESS}")
    wire = encode_logs(sent._exporter.get_finished_logs()).SerializeToString()
    assert named(ADDRESS).encode() in wire
    assert ADDRESS.encode() not in wire


def test_a_key_file_is_made_once_and_for_few(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.json"
    new_pseudonym_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(load_pseudonym_key(path).reveal()) == 32
    with pytest.raises(KeyFileError, match="exists already"):
        new_pseudonym_key(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="everybody may"):
        load_pseudonym_key(path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sealog_pseudonym_key": 2}', '{"sealog_pseudonym_key": 1}'])
def test_a_wrong_key_file_is_named_and_values_are_sealed_still(
    tmp_path: Path, content: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pseudonym.json"
    path.write_text(content)
    path.chmod(0o600)
    settings = load_settings({"SEALOG_PSEUDONYM_KEY": str(path), "XDG_CONFIG_HOME": str(tmp_path)})
    made = sealing_of(settings)
    assert made.pseudonyms is None
    assert ADDRESS not in made.value(f"from {ADDRESS}", "$")
    del capfd


@pytest.mark.parametrize(
    ("given", "entities"),
    [({}, {"ip_address"}), ({"SEALOG_PSEUDONYMS": "phone_number, ip_address"}, {"ip_address", "phone_number"})],
)
def test_the_settings_ask_for_them(tmp_path: Path, given: dict[str, str], entities: set[str]) -> None:
    new_pseudonym_key(tmp_path / "pseudonym.json")
    base = {"SEALOG_PSEUDONYM_KEY": str(tmp_path / "pseudonym.json"), "XDG_CONFIG_HOME": str(tmp_path)}
    made = sealing_of(load_settings({**base, **given}))
    assert made.pseudonyms is not None
    assert made.pseudonyms.entities == entities
    unknown = sealing_of(load_settings({**base, "SEALOG_PSEUDONYMS": "no_such_entity"}))
    assert unknown.pseudonyms is None


def test_nothing_shows_the_key(tmp_path: Path) -> None:
    new_pseudonym_key(tmp_path / "pseudonym.json")
    key = json.loads((tmp_path / "pseudonym.json").read_text())["key"]
    assert key not in repr(load_pseudonym_key(tmp_path / "pseudonym.json"))
