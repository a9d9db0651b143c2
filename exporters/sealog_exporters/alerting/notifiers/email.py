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
from sealog_exporters.alerting.syntax.fields import PATH, IntegrationMap
from sealog_exporters.alerting.syntax.json_schema import LITERAL, TEXTS
from sealog_exporters.alerting.syntax.typed_map import FLAG, TEXT, Value, needed, optional

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_SMTPS_PORT = 465  # RFC 8314: TLS from the first byte
_PERMANENT = 500
_AUTH_REFUSED = frozenset({530, 534, 535, 538})
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

    Each mailbox is separate, so that a mail that one refuses is not sent again to the others.
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
        """Send the mail.

        Raises:
            DeliveryError: the server does not take it. What it refuses for good is not tried again; a refused login or
                no answer is.
        """
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
    """Tell from the server's codes whether the refusal is permanent: all are 5xx, and none concerns the login."""
    permanent = all(code >= _PERMANENT and code not in _AUTH_REFUSED for code in codes)
    return DeliveryError(f"SMTP {', '.join(str(code) for code in sorted(set(codes)))}", permanent=permanent)


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


_ADDRESSES = Value(_addresses, TEXTS)


class _Keys(IntegrationMap):
    later = _NOT_SUPPORTED
    to = needed(_ADDRESSES, "The recipients: an address, several by comma, or a list; each gets a mail of its own.")
    from_ = optional(_ADDRESSES, "The sender's address; default sealog@localhost.", [_SENDER])
    smarthost = needed(Value(_smarthost, LITERAL), "host:port")
    require_tls = optional(FLAG, "Whether the server must offer TLS; default true.", default=True)
    auth_username = optional(TEXT, "The user at the mail server.", "")
    auth_password_file = optional(PATH, "The file that holds the password, relative to this one.", "")


def _read(node: YamlNode) -> list[EmailConfig]:
    """Read one e-mail configuration, as one mailbox for each address of `to`."""
    if "auth_password" in (entries := node.entries()):
        raise entries["auth_password"].error("put the password into a file and name that as `auth_password_file`")
    given = _Keys(node)
    if ("auth_username" in given.given) != ("auth_password_file" in given.given):
        raise node.error("needs `auth_username` and `auth_password_file` together")
    host, port = given.smarthost
    require_tls = given.require_tls
    if "auth_username" in given.given and not require_tls:
        raise node.error("would send the password unencrypted; leave `require_tls` at true")
    return [
        EmailConfig(
            to=address,
            sender=given.from_[0],
            host=host,
            port=port,
            require_tls=require_tls,
            username=given.auth_username,
            password_file=given.auth_password_file,
            send_resolved=given.send_resolved,
            timeout_s=given.timeout_s,
        )
        for address in given.to
    ]


INTEGRATION = IntegrationType("email", "Mailboxes.", _read, _Keys.schema())
