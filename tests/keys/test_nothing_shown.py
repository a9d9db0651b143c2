"""No secret is in what Python shows, logs, pickles or copies of the objects that hold keys.

The holders are found in the source: a class of these rooms whose fields, bases or arguments name a holder of a key is
one. A new one fails `test_every_class_that_holds_a_key_is_looked_at` until `world` reaches an object of it.
"""

from __future__ import annotations

import ast
import base64
import copy
import dataclasses
import logging
import pickle
import pprint
import traceback
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest

import sealog
import sealog_exporters
from sealog.crypto import primitives
from sealog.crypto.pseudonym import Pseudonyms
from sealog.crypto.secret import Secret
from sealog.crypto.value_indexes import ValueIndexes
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import KeyFileError, OpenError
from sealog.gatekeeper.remote import RemoteOpener
from sealog.key_life.index_service import index_service_of
from sealog.key_life.rewrap import Rewrapper
from sealog.keys.bundle import save_bundle
from sealog.keys.index_service import IndexServiceKey
from sealog.keys.keyring import load_keyring, load_keyring_header, new_keyring, save_keyring
from sealog.keys.origin import OriginKey, save_origin_key
from sealog.keys.protectors import OwnerFile, Passphrase
from sealog.keys.protectors.enveloped import Enveloped
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.settings import load_settings
from sealog.spool.keys import SpoolKeys
from sealog.spool.set_aside import RefusedRecords
from sealog.spool.spool import Spool
from sealog.spool.storage.memory import MemoryFiles
from sealog_exporters.opening.app import OpeningApp
from sealog_exporters.opening.desk import Desk
from sealog_exporters.opening.erasures import Erasures
from sealog_exporters.opening.unlocked import unlocked
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.access import Access
from sealog_exporters.sealing.keys import SealerSource
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.uids import RequestIds
from support import gatekeeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SDK, _EXPORTERS = (Path(str(package.__file__)).parent for package in (sealog, sealog_exporters))
_ROOMS = [_SDK / room for room in ("crypto", "keys", "key_life", "gatekeeper", "spool")]
_ROOMS += [_EXPORTERS / room for room in ("opening", "sealing")]

PASSPHRASE = "correct horse battery staple"
TOKEN = "bearer-of-the-opening-service"
SERVICE_KEY, DATA_KEY, SPOOL_KEY, PSEUDONYM_KEY, ID_KEY, ORIGIN_KEY = (bytes([fill]) * 32 for fill in range(0xA1, 0xA7))


class Service:
    """A key service of the tests."""

    TYPE = "test"

    def header(self) -> dict[str, Any]:
        return {}

    def encrypt(self, key: bytes, _context: str) -> bytes:
        return bytes(byte ^ 0xFF for byte in key)

    def decrypt(self, wrapped: bytes, _context: str) -> bytes:
        return bytes(byte ^ 0xFF for byte in wrapped)


@pytest.fixture
def world(tmp_path: Path) -> list[Any]:
    """Objects that reach one of every class that holds a key."""
    keys = new_keyring("default", Passphrase(PASSPHRASE, b"s" * 16, n=2), "2026-01-01T00:00:00+00:00")
    save_keyring(keys, tmp_path / "keyring.json")
    service: Any = Service()
    enveloped = Enveloped(service, "default", service.encrypt(SERVICE_KEY, "default"))
    enveloped.wrap(Secret(DATA_KEY), "a key")
    index_keys = new_keyring("default", OwnerFile(), "2026-01-01T00:00:00+00:00", "index")
    named = IndexServiceKey(1, index_keys.current().public_key)
    bundle = dataclasses.replace(keys.bundle(), record_id_key=Secret(ID_KEY), index_service=named)
    index_service = index_service_of(index_keys)
    save_bundle(bundle, tmp_path / "bundle.json")
    origin = tmp_path / "origin.json"
    save_origin_key(OriginKey("default", "shop", Secret(ORIGIN_KEY)), origin)
    sealer = Sealer(bundle, random=lambda size: (DATA_KEY * (size // 32 + 1))[:size], origin_key=origin)
    sealing = Sealing(default_scanner(), sealer)
    spool_keys = SpoolKeys([Secret(SPOOL_KEY)], bytes)
    files = MemoryFiles(1 << 20)
    pseudonyms = Pseudonyms(Secret(PSEUDONYM_KEY), ["ip_address"])
    pseudonyms("ip_address", "192.0.2.7")
    refused = RefusedRecords(tmp_path, "a", spool_keys)
    token_file = tmp_path / "token"
    token_file.write_text(TOKEN + "\n", encoding="utf-8")
    token_file.chmod(0o600)
    return [
        keys,
        load_keyring_header(tmp_path / "keyring.json"),
        enveloped,
        sealer,
        index_service,
        ValueIndexes(keys.index_keys(), "default", index_service),
        sealer.kinds(lambda _: None),
        pseudonyms,
        Spool(files, damaged=lambda *_: None, limit=1 << 20, keys=spool_keys),
        refused,
        Rewrapper(keys.private_keys(), "default", [], only=[]),
        gatekeeper(keys, tmp_path / "audit.jsonl"),
        RemoteOpener("http://127.0.0.1:1", "a test", token_file),
        unlocked(keys),
        _opening_service(tmp_path),
        RequestSealer(sealing, RequestIds(bundle)),
        SealerSource(
            load_settings({"SEALOG_BUNDLE": str(tmp_path / "bundle.json")}), read_index_service=lambda: index_service
        ),
        bundle,
        keys.index_keys(),
        spool_keys.begin(1)[1],
    ]


def _opening_service(folder: Path) -> OpeningApp:
    (folder / "openers.yaml").write_text("openers: [{name: all, users: mira}]")
    (folder / "tokens").write_text(f"mira {TOKEN}\n")
    (folder / "tokens").chmod(0o600)
    desk = Desk(folder / "keyring.json", lambda: PASSPHRASE, folder / "audit.jsonl", 10, lambda: 0.0)
    erasures = Erasures(desk, default_scanner(), four_eyes=False)
    return OpeningApp(desk, erasures, Access(folder / "tokens"), Limits())


def test_every_class_that_holds_a_key_is_looked_at(world: list[Any]) -> None:
    seen = {base.__name__ for one in objects(world) for base in type(one).__mro__}
    assert _holders() <= seen, "give `world` an object of each"


def test_nothing_of_a_key_is_shown_logged_pickled_or_copied(world: list[Any]) -> None:
    found = list(objects(world))
    secrets = _spellings({one.reveal() for one in found if isinstance(one, Secret)})
    assert len(secrets) > len(_spellings(set())), "no key was found in the objects"
    leaks = [
        (type(one).__qualname__, way)
        for one in found
        for way, show in WAYS.items()
        for shown in [show(one)]
        if any(secret in shown for secret in secrets)
    ]
    assert leaks == []


@pytest.mark.parametrize("wrong", ["passphrase", "file"])
def test_no_key_is_in_the_traceback_of_a_keyring_that_does_not_open(wrong: str, world: list[Any]) -> None:
    """`capture_locals` is what error trackers do."""
    keys = world[0]
    protector = keys.protector if wrong == "file" else Passphrase("another", b"s" * 16, n=2)
    label = "another key" if wrong == "file" else "audit key"
    with pytest.raises(KeyFileError) as caught:
        protector.unwrap(keys.audit_key.reveal(), label)
    assert not _leaked(caught.value)


def test_no_key_is_in_the_traceback_of_a_value_that_does_not_open(world: list[Any]) -> None:
    private_key = next(iter(world[0].private_keys().values()))
    wrapped = primitives.wrapper_for(primitives.recipient_public_key(private_key), b"info")(Secret(DATA_KEY))
    with pytest.raises(OpenError) as caught:
        primitives.unwrap(wrapped, private_key, b"other info")
    assert not _leaked(caught.value, private_key.reveal())


@pytest.mark.usefixtures("world")
def test_no_passphrase_is_in_the_traceback_of_a_keyring_with_another(tmp_path: Path) -> None:
    opened = load_keyring(tmp_path / "keyring.json", lambda: "not " + PASSPHRASE)
    with pytest.raises(KeyFileError) as caught:
        opened.signing_key()
    assert not _leaked(caught.value)


def objects(roots: list[Any]) -> Iterator[Any]:
    """Give every object of sealog that these reach by attributes, containers and closures, each once."""
    todo, known = list(roots), {}
    while todo:
        one = todo.pop()
        if id(one) in known or isinstance(one, (type, str, bytes)):
            continue
        known[id(one)] = one
        module = type(one).__module__
        if module.startswith("sealog.detect."):  # rules, which hold no key, and many
            continue
        if module.startswith(("sealog.", "sealog_exporters.")):
            yield one
            todo += _attributes(one).values()
        if isinstance(one, dict):
            todo += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            todo += one
        elif isinstance(one, FunctionType):
            todo += [cell.cell_contents for cell in one.__closure__ or ()]


def _attributes(one: Any) -> dict[str, Any]:
    slots = (name for base in type(one).__mro__ for name in getattr(base, "__slots__", ()))
    return {**getattr(one, "__dict__", {}), **{name: getattr(one, name) for name in slots if hasattr(one, name)}}


def _holders() -> set[str]:
    """Give the names of the classes that name a holder in a base, a field or an argument of `__init__`."""
    named: dict[str, set[str]] = {}
    protocols = set()
    for room in _ROOMS:
        for file in room.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    named[node.name] = set(_names(node))
                    if "Protocol" in named[node.name]:
                        protocols.add(node.name)
    holders = {"Secret", "Unportable", "Keys"}  # `Keys` is what a gatekeeper calls a keyring
    while more := {name for name, names in named.items() if names & holders} - holders:
        holders |= more
    return holders - protocols


def _names(node: ast.ClassDef) -> Iterator[str]:
    parts: list[ast.expr | None] = [*node.bases]
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign):
            parts.append(statement.annotation)
        elif isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
            parts += [argument.annotation for argument in (*statement.args.args, *statement.args.kwonlyargs)]
    for part in parts:
        if part is not None:
            yield from (name.id for name in ast.walk(part) if isinstance(name, ast.Name))


def _pickled(one: Any) -> bytes:
    try:
        return pickle.dumps(one)
    except (TypeError, pickle.PicklingError, AttributeError):
        return b""


def _copied(one: Any) -> bytes:
    """Give what a deep copy holds: only an object whose keys are its own can be copied at all."""
    try:
        return repr(_attributes(copy.deepcopy(one))).encode()
    except (TypeError, pickle.PicklingError, AttributeError):
        return b""


def _logged(one: Any) -> bytes:
    return logging.LogRecord("a", logging.INFO, "a.py", 1, "%s %r", (one, one), None).getMessage().encode()


WAYS: dict[str, Callable[[Any], bytes]] = {
    "repr": lambda one: repr(one).encode(),
    "str": lambda one: f"{one} {one!s} {[one]}".encode(),
    "pprint": lambda one: pprint.pformat(one).encode(),
    "log": _logged,
    "pickle": _pickled,
    "copy": _copied,
}


def _spellings(keys: set[bytes]) -> set[bytes]:
    spelled = {PASSPHRASE.encode(), TOKEN.encode()}
    for key in keys | {SERVICE_KEY, DATA_KEY, SPOOL_KEY, PSEUDONYM_KEY}:
        spelled |= {key, repr(key)[2:-1].encode(), key.hex().encode()}
        spelled |= {base64.b64encode(key).rstrip(b"="), base64.urlsafe_b64encode(key).rstrip(b"=")}
    return spelled


def _leaked(error: BaseException, *keys: bytes) -> list[bytes]:
    """Give the secrets in a traceback, of the frames of sealog with all their local variables."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = []
    part: traceback.TracebackException | None = whole
    while part is not None:
        shown.append(str(part))
        shown += [repr(frame.locals) for frame in part.stack if Path(frame.filename).is_relative_to(_SDK)]
        part = part.__cause__ or part.__context__
    assert len(shown) > 1, "no frame of sealog"
    text = "\n".join(shown).encode()
    return [secret for secret in _spellings(set(keys)) if secret in text]
