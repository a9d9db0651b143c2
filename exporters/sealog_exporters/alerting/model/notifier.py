"""The interface of a notifier, and of the integration that configures it.

A notifier delivers a notification or raises. It does not retry: the delivery worker does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from sealog.errors import SealogError, SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.syntax.json_schema import Schema
    from sealog_exporters.alerting.syntax.secret import Secret
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


class DeliveryError(SealogError):
    """A notification was not delivered; the message names the receiver's answer, never the notification's content.

    `retry_after` is the pause in seconds that the receiver asked for. `permanent` means that the same notification
    would be refused again.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, permanent: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.permanent = permanent


def reveal(secret: Secret) -> str:
    """Read a secret.

    Raises:
        DeliveryError: it can't be read now; another try may succeed.
    """
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
    """The settings of one notifier, as a receiver of a rule file has them. Equal settings share one queue."""

    @property
    def kind(self) -> str:
        """The kind of the integration, as in `IntegrationType.kind`; part of its queue's name."""
        ...

    @property
    def send_resolved(self) -> bool:
        """Whether to notify of the end of an alert too."""
        ...

    def notifier(self) -> Notifier:
        """Make the notifier that has these settings."""
        ...


@dataclass(frozen=True, slots=True)
class IntegrationType:
    """A kind of integration: how a rule file configures it.

    Args:
        kind: its name; a receiver of a rule file lists integrations of the kind `slack` under `slack_configs`.
        about: what such integrations are, for editors and the reference page.
        read: reads one item of that list; more than one integration where an item names several, such as mailboxes.
        schema: the JSON Schema of one item.
        definitions: further definitions that `schema` refers to.
    """

    kind: str
    about: str
    read: Callable[[YamlNode], Sequence[Integration]]
    schema: Schema
    definitions: Mapping[str, Schema] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of a receiver under which the integrations are listed."""
        return f"{self.kind}_configs"


@runtime_checkable
class Closing(Protocol):
    """A notifier that keeps a connection open between calls."""

    async def close(self) -> None:
        """Close it; no call follows."""
        ...
