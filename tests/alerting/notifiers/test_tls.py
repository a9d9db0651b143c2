"""Mutual TLS of webhooks, against a real server with certificates of a real authority."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest

from alerting.authority import Authority
from alerting.hooks import listening
from alerting.notifications import notifications
from alerting.rulefiles import load
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.http.config import HttpConfig, Tls
from sealog_exporters.alerting.notifiers.webhook import Webhook, WebhookConfig

if TYPE_CHECKING:
    from pathlib import Path

    from alerting.hooks import Hook


def send(hook: Hook, tls: Tls | None) -> None:
    async def run() -> None:
        webhook = Webhook(WebhookConfig(hook.url, http=HttpConfig(tls=tls)))
        try:
            await webhook.send(notifications()[0])
        finally:
            await webhook.close()

    asyncio.run(run())


def folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def ours(authority: Authority, name: str = "client") -> Tls:
    certificate, key = authority.signed(name)
    return Tls(str(authority.ca_file), str(certificate), str(key))


def test_a_receiver_that_asks_for_our_certificate_gets_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with listening(tls=authority.server(ask_for_certificates=True)) as hook:
        send(hook, ours(authority))
    assert [body["status"] for body in hook.accepted] == ["firing"]


def test_without_a_certificate_nothing_is_delivered_and_it_is_tried_again(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with listening(tls=authority.server(ask_for_certificates=True)) as hook, pytest.raises(DeliveryError) as caught:
        send(hook, Tls(str(authority.ca_file)))
    assert not caught.value.permanent
    assert hook.bodies == []


@pytest.mark.parametrize("ca", ["another", "system"])
def test_nothing_is_sent_to_a_receiver_that_our_authority_did_not_sign(tmp_path: Path, ca: str) -> None:
    authority, other = Authority(tmp_path), Authority(folder(tmp_path, "other"))
    with listening(tls=authority.server(ask_for_certificates=False)) as hook, pytest.raises(DeliveryError) as caught:
        send(hook, Tls(str(other.ca_file)) if ca == "another" else None)
    assert str(caught.value) == "no connection (ConnectError)"
    assert hook.bodies == []


def test_an_exchanged_certificate_is_used_at_the_next_call(tmp_path: Path) -> None:
    authority, other = Authority(tmp_path), Authority(folder(tmp_path, "other"))
    refused, good = ours(other), ours(authority)
    shutil.copy(authority.ca_file, refused.ca_file)

    async def run(hook: Hook) -> None:
        webhook = Webhook(WebhookConfig(hook.url, http=HttpConfig(tls=refused)))
        with pytest.raises(DeliveryError):
            await webhook.send(notifications()[0])
        shutil.copy(good.cert_file, refused.cert_file)
        shutil.copy(good.key_file, refused.key_file)
        await webhook.send(notifications()[0])
        await webhook.close()

    with listening(tls=authority.server(ask_for_certificates=True)) as hook:
        asyncio.run(run(hook))
    assert len(hook.accepted) == 1


def test_files_that_are_no_certificates_are_worth_another_try_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "client.pem").write_text("swordfish")
    with listening() as hook, pytest.raises(DeliveryError) as caught:
        send(hook, Tls(cert_file=str(tmp_path / "client.pem")))
    assert str(caught.value) == "the files of tls_config can't be used (SSLError)"
    assert not caught.value.permanent


def test_a_file_that_went_away_is_worth_another_try(tmp_path: Path) -> None:
    with listening() as hook, pytest.raises(DeliveryError) as caught:
        send(hook, Tls(ca_file=str(tmp_path / "gone.pem")))
    assert str(caught.value) == "ca_file of tls_config can't be read (FileNotFoundError)"
    assert not caught.value.permanent


def test_a_rule_file_names_the_files_relative_to_itself(tmp_path: Path) -> None:
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).touch()
    rules = load(
        tmp_path,
        """
        groups: [{name: g, rules: [{alert: A}]}]
        receivers:
        - name: a
          webhook_configs:
          - {url: 'https://x/', http_config: {tls_config: {ca_file: ca.pem, cert_file: cert.pem, key_file: key.pem}}}
          alertmanager_configs: [{url: 'https://x/', http_config: {tls_config: {ca_file: ca.pem}}}]
          otlp_configs: [{url: 'https://x/', http_config: {http_headers: {X-Scope-OrgID: shop}}}]
        """,
    )
    files = [str(tmp_path / name) for name in ("ca.pem", "cert.pem", "key.pem")]
    assert rules.receivers[0].integrations[0].http.tls == Tls(*files)
