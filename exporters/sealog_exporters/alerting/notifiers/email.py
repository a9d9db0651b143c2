"""Tells a receiver by mail over SMTP. Sends nothing unencrypted unless the rule file says `require_tls: false`."""

from __future__ import annotations

import asyncio
import contextlib
import smtplib
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.email_body import mail_of

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.rule import EmailConfig

_SMTPS_PORT = 465  # RFC 8314: TLS from the first byte
_PERMANENT = 500
_AUTH_REFUSED = frozenset({530, 534, 535, 538})


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
