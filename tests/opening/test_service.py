"""The opening service opens for people who hold no key, within their rights; `sealog open --service` is its client."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import typer
from typer.testing import CliRunner, Result

from alerting.authority import Authority
from people.site import OTHERS, VALUES, make_site
from sealog.audit.verify import verify
from sealog.cli.text import open_
from sealog.crypto.spelling import b64encode, parse_sealed_values
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import SettingError
from sealog.gatekeeper.remote import RemoteOpener
from sealog.key_life.key_files import KeyFiles
from sealog.key_life.origins import add_origin
from sealog.keys.keyring import Keyring, add_epoch, save_keyring
from sealog.keys.sealer import Sealer
from sealog.policy.policy import Policy
from sealog.policy.scanner import build_scanner
from sealog.processor.values.replace import Replacer
from sealog_exporters.cli.search import search
from sealog_exporters.opening import app as app_module
from sealog_exporters.opening.desk import Desk
from sealog_exporters.opening.erasures import Erasures
from sealog_exporters.opening.service import opening_service
from sealog_exporters.otlp.server.access import Access
from sealog_exporters.otlp.server.tls import tls_of
from sealog_exporters.store import LogStore
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sealog.crypto.index_service import IndexService
    from sealog_exporters.otlp.server.tls import Tls


TOKENS = {"mira": "0123456789abcdef0123", "noor": "fedcba9876543210fedc"}
TEXT = "mail from ada@example.com at 203.0.113.9"
NOW = 1_767_614_400.0  # 2026-01-05T12:00:00Z


def sealed(keys: Keyring, text: str = TEXT) -> str:
    scanner = default_scanner()
    return Replacer(scanner, Sealer(keys.bundle())).replace(text, scanner.scan(text), "$", with_key=True)


@dataclass
class Served:
    folder: Path
    keys: Keyring
    desk: Desk
    url: str = ""
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))

    def ask(self, name: str, body: Any = None, token: str = "", **options: Any) -> httpx.Response:
        given = {"reason": "ticket 1", "texts": [{"text": sealed(self.keys)}]} if body is None else body
        headers = {"authorization": f"Bearer {token or TOKENS[name]}"}
        return self.client.post(f"{self.url}/v1/open", json=given, headers=headers, **options)

    def entries(self) -> list[dict[str, Any]]:
        path = self.folder / "audit.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def openers(self, text: str) -> None:
        (self.folder / "openers.yaml").write_text(text)


@contextmanager
def serving(
    folder: Path,
    openers: str = "openers: [{name: support, users: mira}]",
    most: int = 100,
    tls: Tls | None = None,
    keys: Keyring | None = None,
    read_index_service: Callable[[str], IndexService | None] = lambda _: None,
    policy: Policy | None = None,
) -> Iterator[Served]:
    keys = keys or keyring()
    save_keyring(keys, folder / "keyring.json")
    (folder / "openers.yaml").write_text(openers)
    (folder / "tokens").write_text("".join(f"{name} {token}\n" for name, token in TOKENS.items()))
    desk = Desk(folder / "keyring.json", lambda: "", folder / "audit.jsonl", most, lambda: NOW, read_index_service)
    policy = policy or Policy()
    erasures = Erasures(desk, build_scanner(policy), four_eyes=policy.people.four_eyes)
    served = Served(folder, keys, desk)
    up, loop = threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run() -> None:
        async with opening_service(desk, erasures, "127.0.0.1:0", Access(folder / "tokens"), tls) as port:
            served.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
            up.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    try:
        assert up.wait(30)
        yield served
    finally:
        served.client.close()
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def test_who_has_a_right_gets_texts_and_the_trail_has_name_and_reason_first(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        answer = served.ask("mira")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.json() == {"texts": [{"text": TEXT, "opened": 2, "unopened": 0, "doubts": []}]}
        entries = served.entries()
    assert [(one["action"], one["actor"], one["reason"]) for one in entries] == [
        ("open", "mira by the opening service", "ticket 1")
    ] * 2
    assert served.keys.audit_public_key is not None
    assert verify(tmp_path / "audit.jsonl", served.keys.audit_public_key).wrong is None
    assert served.entries()[-1]["action"] == "checkpoint", "it is signed at the end"


def test_a_value_that_no_origin_signed_is_doubted_to_who_asks(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        files = KeyFiles(
            tmp_path / "keyring.json", tmp_path / "b.json", lambda: "", "tester", datetime.now(timezone.utc)
        )
        add_origin(files, "shop", tmp_path / "shop.json")
        token_file = tmp_path / "token"
        token_file.write_text(TOKENS["mira"])
        with closing(RemoteOpener(served.url, "ticket 1", token_file)) as opener:
            opened = opener.open_text(sealed(served.keys))
    assert (opened.text, [one.kind for one in opened.doubts]) == (TEXT, ["origin", "origin"])


def test_who_has_none_gets_nothing_and_is_in_the_trail(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.ask("noor").status_code == 403
        assert served.ask("noor", token="0" * 20).status_code == 401
        assert [(one["action"], one["actor"]) for one in served.entries()] == [
            ("open-refused", "noor by the opening service")
        ]


def test_rights_tokens_and_epochs_are_read_again(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        served.openers("openers: [{name: other, users: [mira, noor], entities: email_address}]")
        assert served.ask("noor").json()["texts"][0]["unopened"] == 1
        (tmp_path / "tokens").write_text(f"noor {'9' * 20}\n")
        assert served.ask("noor").status_code == 401
        assert served.ask("noor", token="9" * 20).status_code == 200
        served.keys = add_epoch(served.keys, "2026-02-01T00:00:00+00:00")
        save_keyring(served.keys, tmp_path / "keyring.json")
        assert served.ask("noor", token="9" * 20).json()["texts"][0]["opened"] == 1
        served.openers("openers: nonsense")
        answer = served.ask("noor", token="9" * 20)
        assert (answer.status_code, answer.json()) == (503, {"error": "the service can't open now; its log says why"})


def test_a_rate_holds_over_requests_and_restarts_and_one_is_always_there(tmp_path: Path) -> None:
    for outcome in ("ok", "not_permitted_rate"):
        with serving(tmp_path, most=3) as served:
            count = 1 if outcome == "ok" else 2
            answers = [served.ask("mira").json()["texts"][0]["opened"] for _ in range(2)]
            assert answers == ([2, 1] if count == 1 else [0, 0])
            assert served.entries()[-1]["outcome"] == "not_permitted_rate"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"texts": []}, "`reason` must be a text"),
        ({"reason": " ", "texts": []}, "`reason` must be a text"),
        ({"reason": "x" * 1001, "texts": []}, "`reason` must be a text of at most 1000"),
        ({"reason": "x", "texts": "y"}, "`texts` must be a list of at most 1000"),
        ({"reason": "x", "texts": [{"text": ""}] * 1001}, "`texts` must be a list of at most 1000"),
        ({"reason": "x", "texts": [1]}, "each of `texts` must have a `text`"),
        ({"reason": "x", "texts": [{"text": "", "keys": [1]}]}, "and `keys` as a list of texts"),
        ([], "`reason` must be a text"),
    ],
)
def test_a_request_that_is_none_is_told_why(tmp_path: Path, body: Any, why: str) -> None:
    with serving(tmp_path) as served:
        answer = served.ask("mira", body)
        assert (answer.status_code, why in answer.json()["error"]) == (400, True)
        assert served.entries() == []


def test_other_paths_methods_and_bodies_are_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.client.get(f"{served.url}/healthz").status_code == 200
        assert served.client.get(f"{served.url}/v1/open").status_code == 405
        assert served.client.get(f"{served.url}/").status_code == 404
        assert served.ask("mira", {"reason": "x" * (1 << 20)}).status_code == 413
        raw = {"authorization": f"Bearer {TOKENS['mira']}"}
        deep = served.client.post(f"{served.url}/v1/open", content=b"[" * 100_000, headers=raw)
        assert (deep.status_code, deep.json()) == (400, {"error": "the body is no JSON"})


def test_one_person_cannot_keep_the_service_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> list[Any]:
        begun.set()
        assert go_on.wait(30)
        return []

    with serving(tmp_path) as served:
        monkeypatch.setattr(served.desk, "open", slow)
        monkeypatch.setattr(app_module, "_AT_ONCE", 1)
        threads = [threading.Thread(target=served.ask, args=("mira",))]
        threads[0].start()
        assert begun.wait(30)
        with httpx.Client(base_url=served.url, timeout=60) as other:
            answer = other.post("/v1/open", json={}, headers={"authorization": f"Bearer {TOKENS['mira']}"})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        go_on.set()
        threads[0].join()


def test_a_failure_says_nothing_of_what_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(TEXT)

    with serving(tmp_path) as served:
        monkeypatch.setattr(served.desk, "open", fails)
        answer = served.ask("mira")
    assert (answer.status_code, "ada@" in answer.text + capfd.readouterr().err) == (500, False)


def test_it_does_not_start_without_rights_or_where_values_would_cross_the_network(tmp_path: Path) -> None:
    save_keyring(keyring(), tmp_path / "keyring.json")
    with pytest.raises(SettingError, match=r"openers.yaml is missing"):
        Desk(tmp_path / "keyring.json", lambda: "", tmp_path / "audit.jsonl", 1, lambda: NOW)
    (tmp_path / "openers.yaml").write_text("openers: [{name: support, users: mira}]")
    (tmp_path / "tokens").write_text(f"mira {TOKENS['mira']}\n")
    desk = Desk(tmp_path / "keyring.json", lambda: "", tmp_path / "audit.jsonl", 1, lambda: NOW)

    async def start() -> None:
        erasures = Erasures(desk, default_scanner(), four_eyes=False)
        async with opening_service(desk, erasures, "0.0.0.0:0", Access(tmp_path / "tokens"), None):
            pass

    with pytest.raises(SettingError, match="opened values would cross the network in the clear"):
        asyncio.run(start())


def opened(served: Served, text: str, *arguments: str) -> Result:
    """Run the command with an empty home: this machine has no keyring."""
    program = typer.Typer()
    program.command()(open_)
    token = served.folder / "token"
    token.write_text(f"{TOKENS['mira']}\n")
    environ = {"XDG_CONFIG_HOME": str(served.folder / "empty"), "SEALOG_KEYRING": str(served.folder / "none")}
    options = ("--service", served.url, "--token-file", str(token), "--reason", "ticket 7", *arguments)
    return CliRunner().invoke(program, options, input=text, env=environ)


def test_the_command_opens_without_a_keyring_and_sends_nothing_else(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        done = opened(served, f"nothing here\n{sealed(served.keys)}\n")
        assert (done.exit_code, done.output) == (0, f"nothing here\n{TEXT}\n"), done.exception
        assert {one["reason"] for one in served.entries()} == {"ticket 7"}
        served.openers("openers: [{name: support, users: mira, entities: ip_address}]")
        done = opened(served, sealed(served.keys))
        assert done.exit_code == 1
        assert "[unopened not_permitted_entity: seal1k~email_address~" in done.output
        served.openers("openers: [{name: support, users: noor}]")
        assert "answers 403: openers.yaml gives you no right to open" in str(
            opened(served, sealed(served.keys)).exception
        )


def test_over_tls_the_service_must_have_a_certificate_of_the_authority(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    ours, other = map(Authority, folders)
    with serving(tmp_path, tls=tls_of(*ours.signed("server"), None)) as served:
        done = opened(served, sealed(served.keys), "--service-ca", str(ours.ca_file))
        assert (done.exit_code, done.output.strip()) == (0, TEXT), done.exception
        done = opened(served, sealed(served.keys), "--service-ca", str(other.ca_file))
        assert "can't be reached (SSLCertVerificationError)" in str(done.exception)


def test_the_client_says_what_is_wrong(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(f"{TOKENS['mira']}\n")
    for url in ("http://opener.example", "ftp://localhost", "opener", "https://[", "http://localhost:x"):
        with pytest.raises(SettingError, match="--service: a URL with https:// is expected"):
            RemoteOpener(url, "x", token)
    with pytest.raises(SettingError, match=r"--token-file: .* can't be read"):
        RemoteOpener("https://opener.example", "x", tmp_path / "none")
    with pytest.raises(SettingError, match=r"--service-ca .*: no certificates"):
        RemoteOpener("https://opener.example", "x", token, ca=token)
    with pytest.raises(SettingError, match=r"http://127.0.0.1:1 can't be reached \(ConnectionRefusedError\)"):
        RemoteOpener("http://127.0.0.1:1", "x", token).open_text(sealed(keyring()))
    with pytest.raises(SettingError, match="opening needs a reason"):
        RemoteOpener("https://opener.example", " ", token)


def test_a_marked_entity_opens_after_another_person_approved_it_by_the_service(tmp_path: Path) -> None:
    marked = "openers: [{name: support, users: [mira, noor]}]\nfour_eyes: email_address"
    with serving(tmp_path, marked) as served:
        assert "[unopened not_permitted_approval: seal1k~" in opened(served, sealed(served.keys)).output
        headers = {"authorization": f"Bearer {TOKENS['noor']}"}

        def approve(body: Any, name: str = "noor") -> httpx.Response:
            headers["authorization"] = f"Bearer {TOKENS[name]}"
            return served.client.post(f"{served.url}/v1/approve", json=body, headers=headers)

        for body in ({"reason": "ticket 7"}, {"name": "mira"}, {"reason": "ticket 7", "name": "x" * 201}, []):
            assert approve(body).status_code == 400
        own = approve({"reason": "ticket 7", "name": "mira"}, "mira")
        assert (own.status_code, own.json()) == (
            403,
            {"error": "mira can't approve their own openings: that is for another person"},
        )
        given = approve({"reason": "ticket 7", "name": "mira"})
        assert (given.status_code, given.json()) == (200, {"entities": ["email_address"], "searches": []})
        assert opened(served, sealed(served.keys)).output == f"{TEXT}\n"
        assert {one.get("approver") for one in served.entries()[-2:]} == {"noor by the opening service", None}
        done = opened(served, "", "--approve", "noor")
        assert done.output == "noor may open email_address for this reason within a day\n", done.exception
        served.openers("openers: [{name: support, users: mira}]")
        assert approve({"reason": "ticket 7", "name": "mira"}).status_code == 403
        assert "marks no entity" in str(opened(served, "", "--approve", "noor").exception)


def test_records_that_a_search_finds_are_opened_by_the_service(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    events = site.events()
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(events)
    app = typer.Typer()
    app.command()(search)
    token = tmp_path / "token"
    token.write_text(f"{TOKENS['mira']}\n")
    with serving(tmp_path, keys=site.keys) as served:
        environ = {**site.environ, "SEALOG_KEYRING": str(tmp_path / "none")}
        options = [
            "--store",
            str(tmp_path / "logs.sqlite"),
            "--from",
            "1970-01-01T00:00:30Z",
            "--open",
            "--reason",
            "ticket 8",
        ]
        done = CliRunner().invoke(app, [*options, "--opener", served.url, "--token-file", str(token)], env=environ)
        assert done.exit_code == 0, (done.output, done.exception)
        for value in (*VALUES, *OTHERS):
            assert value in done.output, value
        assert "moved from" not in done.output, "the service is told in which field each value stands"
        entries = [one for one in served.entries() if one["action"] == "open"]
        assert {(one["actor"], one["reason"]) for one in entries} == {("mira by the opening service", "ticket 8")}
        assert {one.get("field") for one in entries} == {None}
        done = CliRunner().invoke(app, [*options, "--opener", served.url], env=environ)
        assert "--service and --opener need --token-file" in str(done.exception)
        done = CliRunner().invoke(app, [*options, "--opener", "ftp://x", "--token-file", str(token)], env=environ)
        assert str(done.exception).startswith("--opener: a URL with https:// is expected")


def test_a_data_key_that_did_not_come_with_the_value_is_looked_up_on_this_machine(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        scanner, asked = default_scanner(), list[str]()
        bare = Replacer(scanner, Sealer(served.keys.bundle())).replace(TEXT, scanner.scan(TEXT), "$", with_key=True)
        values = parse_sealed_values(bare.split())
        keys = {b64encode(one.key_id): str(one.key) for one in values}
        text = " ".join(str(replace(one, key=None)) for one in values)
        token = tmp_path / "token"
        token.write_text(f"{TOKENS['mira']}\n")

        def look_up(key_id: str) -> list[str]:
            asked.append(key_id)
            return [keys[key_id]]

        with closing(RemoteOpener(served.url, "ticket 9", token)) as without:
            assert without.open_text(text).opened == 0
        with closing(RemoteOpener(served.url, "ticket 9", token, look_up=look_up)) as remote:
            assert (remote.open_text(text).text, asked) == ("ada@example.com 203.0.113.9", list(keys))
            assert remote.open_text(text, keys.values()).opened == 2
        assert asked == list(keys), "those that came with the value are not looked up"


def test_a_field_that_is_none_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        answer = served.ask("mira", {"reason": "x", "texts": [{"text": "", "fields": {"a": 1}}]})
        assert (answer.status_code, "`fields` of a text must be an object" in answer.text) == (400, True)
