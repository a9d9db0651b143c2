"""Notifies by mail over SMTP. Sends nothing unencrypted unless the rule file says `require_tls: false`."""

from __future__ import annotations

import asyncio
import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sealog_exporters.alerting.model.notifier import DeliveryError, IntegrationType
from sealog_exporters.alerting.notifiers.content.email_body import mail_of
from sealog_exporters.alerting.syntax.fields import DELIVERY_KEYS, flag, read_path, timeout_s
from sealog_exporters.alerting.syntax.json_schema import DELIVERY, FLAG, LITERAL, TEXT, TEXTS, mapping, said

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_SMTPS_PORT = 465  # RFC 8314: TLS from the first byte
_PERMANENT = 500
_AUTH_REFUSED = frozenset({530, 534, 535, 538})
_KEYS = (
    "to",
    "from",
    "smarthost",
    "require_tls",
    "auth_username",
    "auth_password_file",
    *DELIVERY_KEYS,
)
_NOT_SUPPORTED = frozenset(
    {"auth_identity", "auth_secret", "auth_secret_file", "headers", "hello", "html", "text", "threading", "tls_config"}
)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
_SMARTHOST = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<host>[A-Za-z0-9._-]+)):(?P<port>[0-9]{1,5})", re.ASCII)
_MAX_PORT = 65_535
_SENDER = "sealog@localhost"


@dataclass(frozen=True, slots=True)
class EmailConfig:
    """One mailbox behind an SMTP server; the password stays in its file until a mail is sent.

    One, so that a mail which one mailbox refuses is not sent again to the others.
    """

    to: str
    sender: str
    host: str
    port: int
    require_tls: bool = True
    username: str = ""
    password_file: str = ""
    send_resolved: bool = True
    timeout_s: float = 10.0
    kind: ClassVar[str] = "email"

    def notifier(self) -> Smtp:
        """Make the notifier that has these settings."""
        return Smtp(self)


class Smtp:
    """One mailbox behind one server: a connection a mail, in a thread of the loop's pool."""

    def __init__(self, config: EmailConfig) -> None:
        self._config = config

    async def send(self, group: Notification) -> None:
        """Send the mail; what the server refuses for good is not tried again, a refused login or no answer is."""
        mail = mail_of(group, self._config.sender, self._config.to)
        try:
            await asyncio.to_thread(self._deliver, mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused([code for code, _ in error.recipients.values()]) from None
        except smtplib.SMTPResponseException as error:
            raise _refused([error.smtp_code]) from None
        except smtplib.SMTPNotSupportedError:
            raise DeliveryError("the server does not offer what the setting asks for (TLS or login)") from None
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(f"no connection ({type(error).__name__})") from None

    def _deliver(self, mail: EmailMessage) -> None:
        """Talk to the server; runs in a thread."""
        config = self._config
        tls = ssl.create_default_context()
        smtp: smtplib.SMTP
        if config.port == _SMTPS_PORT:
            smtp = smtplib.SMTP_SSL(config.host, config.port, timeout=config.timeout_s, context=tls)
        else:
            smtp = smtplib.SMTP(config.host, config.port, timeout=config.timeout_s)
        try:
            if config.require_tls and config.port != _SMTPS_PORT:
                smtp.starttls(context=tls)
            if config.username:
                smtp.login(config.username, self._password())
            smtp.send_message(mail, config.sender, [config.to])
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()  # The mail is accepted: a server that fails now must not get it twice.
        finally:
            smtp.close()

    def _password(self) -> str:
        """Read the password, for each mail: a rotated one is used at once, and none stays in memory."""
        try:
            return Path(self._config.password_file).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise DeliveryError(f"auth_password_file can't be read ({type(error).__name__})") from None


def _refused(codes: list[int]) -> DeliveryError:
    """Judge the server's codes: for good only where every one is 5xx, and none is about the login."""
    permanent = all(code >= _PERMANENT and code not in _AUTH_REFUSED for code in codes)
    return DeliveryError(f"SMTP {', '.join(str(code) for code in sorted(set(codes)))}", permanent=permanent)


def _read(node: YamlNode) -> list[EmailConfig]:
    """Read one e-mail configuration, as one mailbox for each address of `to`."""
    entries = node.entries()
    if "auth_password" in entries:
        raise entries["auth_password"].error("put the password into a file and name that as `auth_password_file`")
    keys = node.keys(_KEYS, _NOT_SUPPORTED)
    for name in ("to", "smarthost"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    if ("auth_username" in keys) != ("auth_password_file" in keys):
        raise node.error("needs `auth_username` and `auth_password_file` together")
    host, port = _smarthost(keys["smarthost"])
    require_tls = flag(keys.get("require_tls"))
    if "auth_username" in keys and not require_tls:
        raise node.error("would send the password unencrypted; leave `require_tls` at true")
    return [
        EmailConfig(
            to=address,
            sender=_addresses(keys["from"])[0] if "from" in keys else _SENDER,
            host=host,
            port=port,
            require_tls=require_tls,
            username=keys["auth_username"].text() if "auth_username" in keys else "",
            password_file=read_path(keys["auth_password_file"]) if "auth_password_file" in keys else "",
            send_resolved=flag(keys.get("send_resolved")),
            timeout_s=timeout_s(keys.get("timeout")),
        )
        for address in _addresses(keys["to"])
    ]


def _addresses(node: YamlNode) -> list[str]:
    """Read plain addresses: a list, or a text with commas between them."""
    texts = [(item, part.strip()) for item in node.one_or_more() for part in item.text().split(",")]
    for item, address in texts:
        if not _ADDRESS.fullmatch(address):
            raise item.error("must be an e-mail address such as ops@example.org")
    return [address for _, address in texts]


def _smarthost(node: YamlNode) -> tuple[str, int]:
    """Read `host:port`."""
    found = _SMARTHOST.fullmatch(node.literal())
    if found is None or not 0 < int(found["port"]) <= _MAX_PORT:
        raise node.error("must be host:port, such as mail.example.org:587")
    return found["v6"] or found["host"], int(found["port"])


_SCHEMA = mapping(
    {
        "to": TEXTS,
        "from": TEXTS,
        "smarthost": said("host:port", LITERAL),
        "require_tls": FLAG,
        "auth_username": TEXT,
        "auth_password_file": TEXT,
        **DELIVERY,
    },
    required=("to", "smarthost"),
    about={
        "to": "Who gets the mail: an address, several by comma, or a list; each gets a mail of its own.",
        "from": "Who sends it; default sealog@localhost.",
        "require_tls": "Whether the server must offer TLS; default true.",
        "auth_username": "The user at the mail server.",
        "auth_password_file": "The file that holds the password, relative to this one.",
    },
)
INTEGRATION = IntegrationType("email", "Mailboxes.", _read, _SCHEMA)
