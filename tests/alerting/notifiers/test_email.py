"""The mail notifier against a real SMTP server, and what a mail holds."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager
from datetime import datetime, timezone
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from alerting.events import event
from alerting.notifications import notifications
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.content.email_body import mail_of
from sealog_exporters.alerting.notifiers.email import EmailConfig, Smtp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session


class AnyPort(Controller):
    """A server on a port that the system chose."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types here


class Mailbox:
    """Keeps what comes, or answers `reply`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.reply = "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.reply


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    """Serve the mailbox on a free port of this machine."""
    with serving(AnyPort(mailbox, hostname="127.0.0.1", port=0)) as choose_keys:
        yield choose_keys


@contextmanager
def serving(controller: AnyPort) -> Iterator[int]:
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def config(port: int, **changes: Any) -> EmailConfig:
    return EmailConfig(
        **{
            "to": "ops@example.org",
            "sender": "alerts@example.org",
            "host": "127.0.0.1",
            "port": port,
            "require_tls": False,
            **changes,
        }
    )


def send(settings: EmailConfig, index: int = 0) -> None:
    asyncio.run(Smtp(settings).send(notifications()[index]))


def failure(settings: EmailConfig) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(settings)
    return caught.value


def parts(mail: EmailMessage) -> tuple[str, str]:
    """Give the plain and the HTML part."""
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def test_a_mail_arrives_with_text_and_html(mailbox: Mailbox, port: int) -> None:
    send(config(port))
    (mail,) = mailbox.mails
    assert (mail["To"], mail["From"]) == ("ops@example.org", "alerts@example.org")
    assert mail["Subject"] == "[FIRING] ErrorBurst: 10 errors in 5m from shop"
    for part in parts(mail):
        assert "payment refused for seal1~email_address~0~AAAA" in part
        assert "0af7651916cd43dd8448eb211c80319c" in part


def test_a_resolve_stands_in_the_thread_of_its_alert(mailbox: Mailbox, port: int) -> None:
    send(config(port), 0)
    send(config(port), 1)
    firing, resolved = mailbox.mails
    assert resolved["Subject"].startswith("[RESOLVED] ErrorBurst")
    assert resolved["References"] == firing["References"]
    assert resolved["Message-ID"] != firing["Message-ID"]


def test_a_mail_sent_again_has_the_same_message_id() -> None:
    first, again = (mail_of(notifications()[0], "a@example.org", "b@example.org") for _ in range(2))
    assert first["Message-ID"] == again["Message-ID"]


def test_a_refused_mail_is_given_up(mailbox: Mailbox, port: int) -> None:
    mailbox.reply = "554 no such mail here"
    error = failure(config(port))
    assert (str(error), error.permanent) == ("SMTP 554", True)


def test_a_full_mailbox_is_tried_again(mailbox: Mailbox, port: int) -> None:
    mailbox.reply = "452 full"
    error = failure(config(port))
    assert (str(error), error.permanent) == ("SMTP 452", False)


def test_a_server_that_is_down_is_tried_again() -> None:
    assert not failure(config(1)).permanent


def test_nothing_is_sent_to_a_server_without_tls_where_tls_is_required(mailbox: Mailbox, port: int) -> None:
    error = failure(config(port, require_tls=True))
    assert not mailbox.mails
    assert "TLS" in str(error)


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    offered: list[object] = []

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        offered.append(data)
        return AuthResult(success=isinstance(data, LoginPassword))

    secret = tmp_path / "password"
    secret.write_text("swordfish\n")
    controller = AnyPort(
        mailbox, hostname="127.0.0.1", port=0, tls_context=own_certificate(tmp_path), authenticator=check
    )
    with serving(controller) as port:
        settings = config(port, require_tls=True, username="ops", password_file=str(secret))
        error = failure(settings)
    assert str(error) == "no connection (SSLCertVerificationError)"
    assert (mailbox.mails, offered) == ([], [])


def test_a_missing_password_file_is_named_by_its_setting(port: int, tmp_path: Path) -> None:
    error = failure(config(port, username="ops", password_file=str(tmp_path / "none")))
    assert str(error) == "auth_password_file can't be read (FileNotFoundError)"


def test_markup_in_a_log_line_stays_text() -> None:
    group = notifications(event(body="<img src=x onerror=alert(1)> & more"))[0]
    _, html = parts(mail_of(group, "a@example.org", "b@example.org"))
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; more" in html


def test_addresses_in_a_mail_can_be_clicked_unless_they_are_no_web_addresses() -> None:
    urls = {"trace_url": 'https://traces.example.org/?a="&b=1', "runbook_url": "javascript:alert(1)"}
    group = notifications(event(), annotations=urls)[0]
    _, html = parts(mail_of(group, "a@example.org", "b@example.org"))
    assert '<a href="https://traces.example.org/?a=%22&amp;b=1">' in html
    assert html.count("<a ") == 1


def test_a_line_break_in_a_group_value_adds_no_header() -> None:
    group = notifications(event(service="shop\r\nBcc: thief@example.org"))[0]
    mail = mail_of(group, "a@example.org", "b@example.org")
    assert mail["Bcc"] is None
    assert b"\nBcc:" not in mail.as_bytes().partition(b"\r\n\r\n")[0]


def test_terminal_codes_and_lone_surrogates_are_taken_out() -> None:
    group = notifications(event(body="\x1b[2J gone \ud800"))[0]
    text, html = parts(mail_of(group, "a@example.org", "b@example.org"))
    assert "\x1b" not in text + html


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Make a server context with a certificate that no authority signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime(2024, 1, 1, tzinfo=timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2124))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context
