"""What a notifier is: one method that delivers or says why not. It never retries; the outbox does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from sealog.errors import SealogError, SettingError

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.syntax.secret import Secret


class DeliveryError(SealogError):
    """A notification was not delivered; the message names the receiver's answer, never what was to be told.

    `retry_after` is the pause in seconds that the receiver asked for. `permanent` means that the same notification
    would be refused again.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, permanent: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.permanent = permanent


def reveal(secret: Secret) -> str:
    """Read a secret; one that can't be read now is worth another try."""
    try:
        return secret.read()
    except SettingError as error:
        raise DeliveryError(str(error)) from None


class Notifier(Protocol):
    """Delivers notifications over one transport to one place."""

    async def send(self, group: Notification) -> None:
        """Deliver `group`, or raise `DeliveryError`. Called from one asyncio loop, one call at a time."""
        ...


class Integration(Protocol):
    """A place to tell, as a rule file describes it: a value that makes its notifier. Equal ones are the same place."""

    @property
    def kind(self) -> str:
        """The word before `_configs` in the rule file, for the queue's name."""
        ...

    @property
    def send_resolved(self) -> bool:
        """Whether the end of an alert is told too."""
        ...

    def notifier(self) -> Notifier:
        """Make what tells it."""
        ...


@runtime_checkable
class Closing(Protocol):
    """A notifier that holds something open between calls."""

    async def close(self) -> None:
        """Let go of it; no call follows."""
        ...
